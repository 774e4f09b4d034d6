import type { ClientSession, Db } from 'mongodb';
import { type IndexDeclarations, isDuplicateKey } from '../mongo.ts';
import type { DownbeatEvent } from './events.ts';

interface ProcessedEvent {
  /** `<queue> <source> <id>`: one service may take an event for two purposes. */
  _id: string;
  type: string;
  processedAt: Date;
}

const COLLECTION = 'inbox';
const KEPT_SECONDS = 30 * 24 * 3600;

/** What tells a repeated event from a new one; kept for 30 days, longer than any queue keeps an event. */
export const dedupeIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { processedAt: 1 }, name: 'ttl', expireAfterSeconds: KEPT_SECONDS }],
};

/** The event's effect is already there. Thrown inside the transaction, which it thereby ends. */
export class DuplicateEvent extends Error {
  override name = 'DuplicateEvent';
}

/**
 * Notes, in the transaction of the effect, that `queue` has handled the event.
 * @throws DuplicateEvent when it had been handled before.
 */
export async function recordProcessed(
  db: Db,
  session: ClientSession,
  queue: string,
  event: DownbeatEvent,
): Promise<void> {
  const row = { _id: `${queue} ${event.source} ${event.id}`, type: event.type, processedAt: new Date() };
  try {
    await db.collection<ProcessedEvent>(COLLECTION).insertOne(row, { session });
  } catch (error) {
    if (isDuplicateKey(error)) throw new DuplicateEvent(row._id);
    throw error;
  }
}
