import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { MongoError } from 'mongodb';

export type Persist = <T>(write: () => Promise<T>) => Promise<T>;

/**
 * Writes an outcome however long MongoDB is away: what the mail server has answered is known to this process
 * alone, and forgetting it would send the mail twice. Ends with the process.
 */
export function createPersist(): Persist {
  const policy = retry(
    handleWhen((error) => error instanceof MongoError),
    {
      maxAttempts: Number.MAX_SAFE_INTEGER,
      backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 }),
    },
  );
  return (write) => policy.execute(write);
}
