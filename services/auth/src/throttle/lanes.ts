import { AsyncLocalStorage } from 'node:async_hooks';
import { type BulkheadPolicy, bulkhead } from 'cockatiel';

interface Lane {
  readonly policy: BulkheadPolicy;
  users: number;
}

/**
 * Lets at most `width` pieces of work per key run at once; the others wait their turn, `queueLimit` of them.
 * @throws BulkheadRejectedError beyond that
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #width: number;
  readonly #queueLimit: number;

  constructor(width: number, queueLimit: number) {
    this.#width = width;
    this.#queueLimit = queueLimit;
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    // What waits is started by whoever leaves the lane, and must not run with that request's correlation id.
    const inContext = AsyncLocalStorage.snapshot();
    const lane = this.#lanes.get(key) ?? { policy: bulkhead(this.#width, this.#queueLimit), users: 0 };
    this.#lanes.set(key, lane);
    lane.users += 1;
    try {
      return await lane.policy.execute(() => inContext(work));
    } finally {
      lane.users -= 1;
      if (lane.users === 0) this.#lanes.delete(key);
    }
  }
}
