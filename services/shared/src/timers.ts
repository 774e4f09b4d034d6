/** Work took longer than its time limit. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/**
 * Waits for `work`, at most `ms` milliseconds; then rejects with DeadlineError naming `what`.
 * The work itself goes on, and a later rejection of it is ignored.
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new DeadlineError(`${what} took longer than ${Math.round(ms)} ms`)),
      Math.max(ms, 0),
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A wait that can be ended early. */
export class WakeTimer {
  #wake: (() => void) | null = null;

  /** Ends the current wait, if there is one. */
  wake(): void {
    this.#wake?.();
  }

  /** Resolves after `ms`, at the next `wake` or at the next call of this method, whichever comes first. */
  next(ms: number): Promise<void> {
    this.wake();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * Runs `work` every `ms`, but skips a run while an earlier one is not finished. Does not keep the process alive.
 * @param work must not reject
 * @returns a function that stops the interval
 */
export function setNonOverlappingInterval(ms: number, work: () => Promise<void>): () => void {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      await work();
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void run(), ms);
  timer.unref();
  return () => clearInterval(timer);
}
