import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import { mailCollection, UNFINISHED } from './collection.ts';
import type { ClaimedMail } from './mail.ts';

export interface Claims {
  /** Takes the mail that has been due longest, for `leaseMs`; null when none is due. */
  next(excluded: string[]): Promise<ClaimedMail | null>;
  /** Ends the mails whose code has run out before anybody could send them; returns how many. */
  expireDue(): Promise<number>;
  /** Makes the mails due that wait only because nothing could be reached; returns how many. */
  hasten(): Promise<number>;
}

const IS_RESEND = { $cond: [{ $eq: ['$state', 'sending'] }, 1, 0] };

/** The worker's side of the ledger. Several workers and instances may claim at once: each mail goes to one. */
export function createClaims(db: Db, leaseMs: number, now: () => Date = () => new Date()): Claims {
  const mails = mailCollection(db);

  async function next(excluded: string[]): Promise<ClaimedMail | null> {
    const at = now();
    const lease = randomUUID();
    const claim = {
      state: 'sending',
      lease,
      dueAt: new Date(at.getTime() + leaseMs),
      attempts: { $add: ['$attempts', 1] },
      // Found in `sending` with its lease over: the worker died, and nobody knows whether the mail left.
      resends: { $add: ['$resends', IS_RESEND] },
      updatedAt: at,
    };
    const due = { ...UNFINISHED, dueAt: { $lte: at }, _id: { $nin: excluded } };
    const row = await mails.findOneAndUpdate(due, [{ $set: claim }], {
      sort: { dueAt: 1 },
      returnDocument: 'after',
    });
    return row && { ...row, lease };
  }

  async function expireDue(): Promise<number> {
    const at = now();
    const queued = { state: 'queued' as const, expiresAt: { $lte: at } };
    const abandoned = { state: 'sending' as const, expiresAt: { $lte: at }, dueAt: { $lte: at } };
    const { modifiedCount } = await mails.updateMany(
      { $or: [queued, abandoned] },
      {
        $set: { state: 'expired', finishedAt: at, updatedAt: at },
        $unset: { variables: 1, message: 1, lease: 1 },
      },
    );
    return modifiedCount;
  }

  async function hasten(): Promise<number> {
    const at = now();
    const waiting = { state: 'queued' as const, lastFailure: 'unreachable' as const, dueAt: { $gt: at } };
    const { modifiedCount } = await mails.updateMany(waiting, { $set: { dueAt: at } });
    return modifiedCount;
  }

  return { next, expireDue, hasten };
}
