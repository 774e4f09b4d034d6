import { commonErrors } from '@downbeat/shared/errors';
import { DeadlineError, withDeadline } from '@downbeat/shared/timers';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';

export interface BoundedQueueLimits {
  /** How many tasks may wait. */
  readonly queueLimit: number;
  /** How long a task may wait. Default 30 s. */
  readonly waitMs?: number;
}

const WAIT_MS = 30_000;
const RETRY_AFTER_SECONDS = '5';

/** 503 UNAVAILABLE with Retry-After, for work that there is no capacity for now. */
export const busy = (cause: unknown, detail = 'Too many files at once; try again shortly') =>
  commonErrors.UNAVAILABLE({
    detail,
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
    cause,
  });

/** Runs one task at a time, in order. The waiting tasks are limited in number and in time, and so is their memory. */
export class BoundedQueue {
  readonly #bulkhead;
  readonly #waitMs: number;

  constructor({ queueLimit, waitMs = WAIT_MS }: BoundedQueueLimits) {
    this.#bulkhead = bulkhead(1, queueLimit);
    this.#waitMs = waitMs;
  }

  /** @throws ProblemError UNAVAILABLE when too many tasks wait, or this one waits too long; and what `task` throws */
  async run<T>(task: () => Promise<T>): Promise<T> {
    const started = Promise.withResolvers<undefined>();
    let expired = false;
    const outcome = this.#bulkhead.execute(() => {
      started.resolve(undefined);
      // The caller has its answer already, so the task is not run.
      return expired ? Promise.reject(busy(null)) : task();
    });
    try {
      await withDeadline(Promise.race([started.promise, outcome]), this.#waitMs, 'waiting for a turn');
    } catch (error) {
      expired = true;
      if (error instanceof BulkheadRejectedError || error instanceof DeadlineError) throw busy(error);
      throw error;
    }
    return outcome;
  }
}
