import type { ClientSession, Db } from 'mongodb';
import { type IndexDeclarations, isDuplicateKey } from '../mongo.ts';
import type { DownbeatEvent } from './events.ts';

interface ProcessedEvent {
  /** `<queue> <source> <id>`: one service may consume an event from two queues. */
  _id: string;
  type: string;
  processedAt: Date;
}

/** The name under which deployed databases have it. */
const COLLECTION = 'inbox';
const KEPT_SECONDS = 30 * 24 * 3600;

/** The events that were processed; kept for 30 days, longer than any queue keeps an event. */
export const dedupeIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { processedAt: 1 }, name: 'ttl', expireAfterSeconds: KEPT_SECONDS }],
};

/** The event was processed before. Thrown inside the transaction, to end it. */
export class DuplicateEvent extends Error {
  override name = 'DuplicateEvent';
}

/**
 * Records, in the transaction of its effect, that `queue` has processed the event.
 * @throws DuplicateEvent when it was processed before
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
