import { scopes } from './scope.ts';
import { DeadlineError, withDeadline } from './timers.ts';

/** For one call of another server when no request has less time left. */
const CALL_LIMIT_MS = 4_000;

/** The time that a request's calls of other servers have together. It ends with the request's answer. */
export class Deadline {
  /** Made at its first use: an abort is costly, and few requests need one. */
  #gone: AbortController | null = null;
  #ended = false;
  #endsAt: number;

  constructor(ms: number) {
    this.#endsAt = performance.now() + ms;
  }

  /** Aborts when the request is over: the answer was sent, or the client has left. */
  get gone(): AbortSignal {
    this.#gone ??= new AbortController();
    if (this.#ended) this.#gone.abort();
    return this.#gone.signal;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  /** The request is over. What it has started in the background may go on. */
  end(): void {
    this.#endsAt = Infinity;
    this.#ended = true;
    this.#gone?.abort();
  }
}

/** Runs `work`, and everything that it starts, with this deadline. */
export function runWithDeadline<T>(deadline: Deadline, work: () => T): T {
  return scopes.run({ ...scopes.getStore(), deadline }, work);
}

/** The deadline of the current request; undefined outside a request, and for requests that may take long. */
export function currentDeadline(): Deadline | undefined {
  return scopes.getStore()?.deadline;
}

/**
 * Waits for a call of another server: at most `limitMs`, default 4 s, and at most until the current request's deadline.
 * Then it rejects with DeadlineError, which clients see as UNAVAILABLE, and `signal` aborts.
 */
export async function callWithLimit<T>(
  what: string,
  call: (signal: AbortSignal) => Promise<T>,
  limitMs = CALL_LIMIT_MS,
): Promise<T> {
  const abort = new AbortController();
  const ms = Math.min(limitMs, currentDeadline()?.remainingMs() ?? Infinity);
  try {
    return await withDeadline(call(abort.signal), ms, what);
  } catch (error) {
    if (error instanceof DeadlineError) abort.abort(error);
    throw error;
  }
}

/** Waits for work of this process, at most until the current request's deadline; then it rejects with DeadlineError. */
export async function untilDeadline<T>(what: string, work: Promise<T>): Promise<T> {
  const ms = currentDeadline()?.remainingMs() ?? Infinity;
  return Number.isFinite(ms) ? withDeadline(work, ms, what) : work;
}
