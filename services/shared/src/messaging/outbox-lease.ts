import type { AnyBulkWriteOperation, Db } from 'mongodb';
import { isDuplicateKey } from '../mongo.ts';
import { type OutboxLease, outboxLeases, type OutboxRow, outboxRows } from './outbox.ts';

/** One subject that this relay holds for a while: no other relay publishes its rows. */
export interface Claim {
  subject: string;
  token: string;
  /** Unsent rows, in order. */
  rows: OutboxRow[];
  /** No publish may begin later than this, on this process's monotonic clock. */
  publishUntil: number;
}

/** The last part of a lease, in which no publish begins, so that every publish ends within the lease. */
const MARGIN = 0.5;
const RETRY_MS = 1_000;
const ROWS_PER_CLAIM = 1_000;

/**
 * Claims the subjects of the oldest unsent rows, and those that an earlier call with this token has claimed. The server's
 * clock decides whether an earlier lease has ended, so relays on machines whose clocks differ agree. Empty when no row is
 * waiting.
 */
export async function claimWaiting(db: Db, leaseMs: number, token: string): Promise<Claim[]> {
  const publishUntil = performance.now() + leaseMs * (1 - MARGIN);
  const subjects = await lease(db, await waitingSubjects(db, token), token, leaseMs);
  if (subjects.length === 0) return [];
  // Read after the claim: another relay that held the subject before has marked what it sent.
  const rows = await outboxRows(db)
    .find({ subject: { $in: subjects }, sent: false })
    .sort({ subject: 1, seq: 1 })
    .limit(ROWS_PER_CLAIM)
    .toArray();
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return subjects.map((subject) => ({ subject, token, publishUntil, rows: bySubject.get(subject) ?? [] }));
}

/** The subjects of the oldest rows, without those that another relay holds or that have to wait. */
async function waitingSubjects(db: Db, token: string): Promise<string[]> {
  const held = outboxLeases(db).find({ token: { $ne: token }, $expr: { $gt: ['$until', '$$NOW'] } });
  const taken = (await held.project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id);
  const rows = outboxRows(db).find({ sent: false, subject: { $nin: taken } });
  const oldest = rows.project<{ subject: string }>({ subject: 1 }).sort({ _id: 1 }).limit(ROWS_PER_CLAIM);
  return [...new Set((await oldest.toArray()).map(({ subject }) => subject))];
}

async function lease(db: Db, subjects: string[], token: string, leaseMs: number): Promise<string[]> {
  if (subjects.length === 0) return [];
  const leases = outboxLeases(db);
  await createLeases(db, subjects);
  const free = { _id: { $in: subjects }, $expr: { $lte: ['$until', '$$NOW'] } };
  await leases.updateMany({ $or: [free, { token }] }, [
    { $set: { token, until: { $add: ['$$NOW', leaseMs] } } },
  ]);
  return (await leases.find({ token }).toArray()).map(({ _id }) => _id);
}

/** Creates a free lease for every subject that has none. */
async function createLeases(db: Db, subjects: string[]): Promise<void> {
  const free = subjects.map((_id) => ({ _id, token: null, until: new Date(0) }));
  try {
    await outboxLeases(db).insertMany(free, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** A claim, and which of its rows were published. */
export interface PublishedClaim {
  claim: Claim;
  sent: readonly OutboxRow[];
}

/** Marks the published rows of claims and releases their subjects, for a retry after a pause if some were not published. */
export async function release(db: Db, published: readonly PublishedClaim[]): Promise<void> {
  const ids = published.flatMap(({ sent }) => sent.map(({ _id }) => _id));
  if (ids.length > 0) {
    const change = { $set: { sent: true }, $currentDate: { sentAt: true } } as const;
    await outboxRows(db).updateMany({ _id: { $in: ids } }, change);
  }
  await outboxLeases(db).bulkWrite(published.map(releaseOperation), { ordered: false });
}

function releaseOperation({ claim, sent }: PublishedClaim): AnyBulkWriteOperation<OutboxLease> {
  const filter = { _id: claim.subject, token: claim.token };
  if (sent.length === claim.rows.length) return { deleteOne: { filter } };
  const later = { token: null, until: { $add: ['$$NOW', RETRY_MS] } };
  return { updateOne: { filter, update: [{ $set: later }] } };
}
