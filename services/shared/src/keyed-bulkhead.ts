import { AsyncLocalStorage } from 'node:async_hooks';
import { type BulkheadPolicy, bulkhead, TaskCancelledError } from 'cockatiel';
import { currentDeadline, untilDeadline } from './deadline.ts';
import { commonErrors } from './errors.ts';

/**
 * Runs a task when it is its turn, unless its request is over by then.
 * @throws BulkheadRejectedError when the queue is full, UNAVAILABLE, or what the task throws
 */
export async function runInTurn<T>(policy: BulkheadPolicy, task: () => Promise<T>): Promise<T> {
  // A queued task is started by the task before it, but must keep the context of its own request.
  const inContext = AsyncLocalStorage.snapshot();
  try {
    return await policy.execute(() => inContext(task), currentDeadline()?.gone);
  } catch (error) {
    throw error instanceof TaskCancelledError ? commonErrors.UNAVAILABLE({ cause: error }) : error;
  }
}

/**
 * Returns a function that runs tasks, at most `concurrency` per key at once. Up to `queueLimit` more per key wait for
 * their turn, until the deadline of their request. It throws BulkheadRejectedError when the queue of the key is full,
 * DeadlineError, or what the task throws.
 */
export function createKeyedBulkhead(concurrency: number, queueLimit: number) {
  const entries = new Map<string, { readonly policy: BulkheadPolicy; users: number }>();
  return <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const entry = entries.get(key) ?? { policy: bulkhead(concurrency, queueLimit), users: 0 };
    entries.set(key, entry);
    entry.users += 1;
    const running = runInTurn(entry.policy, task).finally(() => {
      entry.users -= 1;
      if (entry.users === 0) entries.delete(key);
    });
    return untilDeadline('an attempt that waits for others', running);
  };
}
