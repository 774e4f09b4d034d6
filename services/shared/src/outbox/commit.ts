import type { ClientSession, MongoClient } from 'mongodb';
import { inTransaction, type TransactionLimits } from '../mongo/index.ts';

/**
 * Runs `work` in one transaction, then wakes the relay, so that the events it added leave at once.
 * `work` may run several times and does nothing but operations with the session it is given.
 */
export type Commit = <T>(
  work: (session: ClientSession) => Promise<T>,
  limits?: TransactionLimits,
) => Promise<T>;

/** A `Commit` on one database, with whatever is to be woken when a transaction has added events. */
export function createCommit(client: MongoClient, relay: { wake(): void }): Commit {
  return async (work, limits) => {
    const result = await inTransaction(client, work, limits);
    relay.wake();
    return result;
  };
}
