import { DeadlineError, withDeadline } from '@downbeat/shared/backing';
import { commonErrors } from '@downbeat/shared/problem';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';

export interface LaneLimits {
  /** Work that may wait; beyond that the caller is told to come back. */
  readonly queueLimit: number;
  /** How long one may wait before being told to come back. Default 30 s. */
  readonly waitMs?: number;
}

const WAIT_MS = 30_000;
const BUSY_RETRY_SECONDS = '5';

/** 503 UNAVAILABLE for work that there is no room for now. */
export const busy = (cause: unknown, detail = 'Too many files at once; try again shortly') =>
  commonErrors.UNAVAILABLE({
    detail,
    headers: { 'retry-after': BUSY_RETRY_SECONDS },
    cause,
  });

/** Does one piece of work at a time. What waits is bounded in number and in time, and so is the memory that it holds. */
export class Lane {
  readonly #bulkhead;
  readonly #waitMs: number;

  constructor({ queueLimit, waitMs = WAIT_MS }: LaneLimits) {
    this.#bulkhead = bulkhead(1, queueLimit);
    this.#waitMs = waitMs;
  }

  /** @throws ProblemError UNAVAILABLE when too much waits, or for too long; and what `work` throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const begun = Promise.withResolvers<undefined>();
    let givenUp = false;
    const outcome = this.#bulkhead.execute(() => {
      begun.resolve(undefined);
      // Nobody waits for it any more.
      return givenUp ? Promise.reject(busy(null)) : work();
    });
    try {
      await withDeadline(Promise.race([begun.promise, outcome]), this.#waitMs, 'waiting for a turn');
    } catch (error) {
      givenUp = true;
      if (error instanceof BulkheadRejectedError || error instanceof DeadlineError) throw busy(error);
      throw error;
    }
    return outcome;
  }
}
