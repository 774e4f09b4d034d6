import type { ClientSession, Collection, Db } from 'mongodb';
import { type IndexDeclarations, isDuplicateKey } from '../mongo.ts';
import type { DownbeatEvent } from './events.ts';

/** The collection of processed events, by the name that deployed databases have for it. */
const PROCESSED = 'inbox';
const PROCESSED_KEPT_SECONDS = 30 * 24 * 3600;

/** The events that were processed; kept for 30 days, longer than any queue keeps an event. */
export const dedupeIndexes: IndexDeclarations = {
  [PROCESSED]: [{ key: { processedAt: 1 }, name: 'ttl', expireAfterSeconds: PROCESSED_KEPT_SECONDS }],
};

/** The event was processed before. Thrown inside the transaction, to end it. */
export class DuplicateEventError extends Error {}

interface ProcessedRow {
  _id: string;
  type: string;
  processedAt: Date;
}

const processedRows = (db: Db): Collection<ProcessedRow> => db.collection<ProcessedRow>(PROCESSED);

/** With the queue, because one service may consume an event from two queues. */
const processedId = (queue: string, { source, id }: DownbeatEvent): string => `${queue} ${source} ${id}`;

const processedRow = (queue: string, event: DownbeatEvent): ProcessedRow => ({
  _id: processedId(queue, event),
  type: event.type,
  processedAt: new Date(),
});

/** @throws DuplicateEventError when the queue has processed the event before */
export async function recordProcessed(
  db: Db,
  mongoSession: ClientSession,
  queue: string,
  event: DownbeatEvent,
): Promise<void> {
  const row = processedRow(queue, event);
  try {
    await processedRows(db).insertOne(row, { session: mongoSession });
  } catch (error) {
    throw isDuplicateKey(error) ? new DuplicateEventError(row._id) : error;
  }
}

/** Records events that `findProcessed` has not found in the same transaction. */
export async function recordAllProcessed(
  db: Db,
  mongoSession: ClientSession,
  queue: string,
  events: readonly DownbeatEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => processedRow(queue, event));
  await processedRows(db).insertMany(rows, { session: mongoSession });
}

/** Those of the events that the queue has processed before. */
export async function findProcessed(
  db: Db,
  mongoSession: ClientSession,
  queue: string,
  events: readonly DownbeatEvent[],
): Promise<Set<DownbeatEvent>> {
  const byId = new Map(events.map((event) => [processedId(queue, event), event]));
  const found = processedRows(db).find({ _id: { $in: [...byId.keys()] } }, { session: mongoSession });
  const rows = await found.project<{ _id: string }>({ _id: 1 }).toArray();
  return new Set(rows.map(({ _id }) => byId.get(_id)).filter((event) => event !== undefined));
}
