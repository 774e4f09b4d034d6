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
