import { AsyncLocalStorage } from 'node:async_hooks';
import { type BulkheadPolicy, bulkhead } from 'cockatiel';

interface Entry {
  readonly policy: BulkheadPolicy;
  users: number;
}

/** Runs at most `concurrency` tasks per key at once. Up to `queueLimit` more per key wait for their turn. */
export class KeyedBulkhead {
  readonly #entries = new Map<string, Entry>();
  readonly #concurrency: number;
  readonly #queueLimit: number;

  constructor(concurrency: number, queueLimit: number) {
    this.#concurrency = concurrency;
    this.#queueLimit = queueLimit;
  }

  /** @throws BulkheadRejectedError when the queue of `key` is full, or what `task` throws */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    // A queued task is started by the task before it, but must keep the correlation id of its own request.
    const inContext = AsyncLocalStorage.snapshot();
    const entry = this.#entries.get(key) ?? {
      policy: bulkhead(this.#concurrency, this.#queueLimit),
      users: 0,
    };
    this.#entries.set(key, entry);
    entry.users += 1;
    try {
      return await entry.policy.execute(() => inContext(task));
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#entries.delete(key);
    }
  }
}
