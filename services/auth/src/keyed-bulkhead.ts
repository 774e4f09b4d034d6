import { AsyncLocalStorage } from 'node:async_hooks';
import { type BulkheadPolicy, bulkhead } from 'cockatiel';

/**
 * Returns a function that runs tasks, at most `concurrency` per key at once. Up to `queueLimit` more per key wait for
 * their turn; it throws BulkheadRejectedError when the queue of the key is full, or what the task throws.
 */
export function createKeyedBulkhead(concurrency: number, queueLimit: number) {
  const entries = new Map<string, { readonly policy: BulkheadPolicy; users: number }>();
  return async <T>(key: string, task: () => Promise<T>): Promise<T> => {
    // A queued task is started by the task before it, but must keep the correlation id of its own request.
    const inContext = AsyncLocalStorage.snapshot();
    const entry = entries.get(key) ?? { policy: bulkhead(concurrency, queueLimit), users: 0 };
    entries.set(key, entry);
    entry.users += 1;
    try {
      return await entry.policy.execute(() => inContext(task));
    } finally {
      entry.users -= 1;
      if (entry.users === 0) entries.delete(key);
    }
  };
}
