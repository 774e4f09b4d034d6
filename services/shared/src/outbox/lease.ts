import type { Db } from 'mongodb';
import { newId } from '../ids/index.ts';
import { type OutboxHead, outboxHeads, outboxRows, type OutboxRow } from './rows.ts';

/** One aggregate that is ours for a while: no other relay publishes its rows. */
export interface Claim {
  subject: string;
  token: string;
  /** Unsent rows, in order. */
  rows: OutboxRow[];
  /** Number of the last event known when the rows were read. */
  seq: number;
  /** Whether `rows` are all there are up to `seq`. */
  complete: boolean;
  /** On this process's monotonic clock: later no publish may begin. */
  publishUntil: number;
}

/** The last part of a lease in which no publish begins: one that has begun then ends within the lease. */
const MARGIN = 0.4;
const PAUSE_AFTER_FAILURE_MS = 1_000;
const SUBJECTS_PER_CLAIM = 200;
const ROWS_PER_CLAIM = 1_000;

/**
 * Claims the aggregates that have waited longest. Whether an earlier lease has ended is decided by the server's
 * clock, so relays on machines whose clocks differ agree. Empty when nothing is waiting.
 */
export async function claimWaiting(db: Db, leaseMs: number): Promise<Claim[]> {
  const publishUntil = performance.now() + leaseMs * (1 - MARGIN);
  const token = newId();
  const heads = await leaseHeads(db, token, leaseMs);
  if (heads.length === 0) return [];
  const rows = await outboxRows(db)
    .find({ subject: { $in: heads.map(({ _id }) => _id) }, sent: false })
    .sort({ subject: 1, seq: 1 })
    .limit(ROWS_PER_CLAIM)
    .toArray();
  const complete = rows.length < ROWS_PER_CLAIM;
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return heads.map(({ _id: subject, seq }) => {
    return { subject, token, seq, complete, publishUntil, rows: bySubject.get(subject) ?? [] };
  });
}

async function leaseHeads(db: Db, token: string, leaseMs: number): Promise<OutboxHead[]> {
  const heads = outboxHeads(db);
  const free = { pending: true, $expr: { $lte: ['$leaseUntil', '$$NOW'] } };
  const waiting = heads.find(free).project<{ _id: string }>({ _id: 1 }).sort({ pendingSince: 1 });
  const ids = (await waiting.limit(SUBJECTS_PER_CLAIM).toArray()).map(({ _id }) => _id);
  if (ids.length === 0) return [];
  const lease = { leaseToken: token, leaseUntil: { $add: ['$$NOW', leaseMs] } };
  await heads.updateMany({ _id: { $in: ids }, ...free }, [{ $set: lease }]);
  return heads.find({ leaseToken: token }).toArray();
}

/** Marks the rows of a claim that were published, and gives the aggregate back. */
export async function settleClaim(db: Db, claim: Claim, sent: readonly OutboxRow[]): Promise<void> {
  if (sent.length > 0) {
    const ids = sent.map(({ _id }) => _id);
    await outboxRows(db).updateMany(
      { _id: { $in: ids }, sent: false },
      { $set: { sent: true, sentAt: new Date() } },
    );
  }
  if (sent.length < claim.rows.length) await postpone(db, claim);
  else await giveBack(db, claim);
}

/** Nothing is pending any more, unless an event was added since the rows were read. */
async function giveBack(db: Db, { subject, token, seq, rows, complete }: Claim): Promise<void> {
  const mine = { _id: subject, leaseToken: token };
  const free = { leaseToken: null, leaseUntil: new Date(0) };
  const lastSeq = Math.max(seq, rows.at(-1)?.seq ?? 0);
  const done = complete
    ? await outboxHeads(db).updateOne(
        { ...mine, seq: lastSeq },
        { $set: { ...free, pending: false }, $unset: { pendingSince: 1 } },
      )
    : null;
  if (done?.matchedCount !== 1) await outboxHeads(db).updateOne(mine, { $set: free });
}

/** Behind the others, so that what cannot be published does not keep them waiting. */
async function postpone(db: Db, { subject, token }: Claim): Promise<void> {
  const later = {
    leaseToken: null,
    leaseUntil: { $add: ['$$NOW', PAUSE_AFTER_FAILURE_MS] },
    pendingSince: '$$NOW',
  };
  await outboxHeads(db).updateOne({ _id: subject, leaseToken: token }, [{ $set: later }]);
}
