import { inTransaction } from '@downbeat/shared/mongo';
import type { Outbox } from '@downbeat/shared/outbox';
import type { ClientSession, MongoClient } from 'mongodb';

/**
 * Runs `work` in one transaction, then wakes the relay, so that the events it added leave at once. `work` may run
 * several times and does nothing but operations with the session it is given.
 */
export type Commit = <T>(work: (session: ClientSession) => Promise<T>) => Promise<T>;

export function createCommit(client: MongoClient, outbox: Outbox): Commit {
  return async (work) => {
    const result = await inTransaction(client, work);
    outbox.wake();
    return result;
  };
}
