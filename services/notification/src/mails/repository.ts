import { createHash, randomUUID } from 'node:crypto';
import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { Mail, MailState } from '../generated/schemas.gen.ts';
import type { DeliveryError } from '../smtp/failure.ts';
import { requirePlainEmail } from '../smtp/mailbox.ts';
import type { ClaimedMail, MailKey, MailRequest, MailRow } from './mail.ts';

const COLLECTION = 'mails';
const KEEP_FINISHED_SECONDS = 30 * 24 * 60 * 60;
const UNFINISHED = { state: { $in: ['queued' as const, 'sending' as const] } };

export const mailIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { eventSource: 1, eventId: 1, template: 1, recipient: 1 }, name: 'key', unique: true },
    { key: { dueAt: 1 }, name: 'due', partialFilterExpression: UNFINISHED },
    { key: { expiresAt: 1 }, name: 'expiring', partialFilterExpression: UNFINISHED },
    { key: { state: 1, _id: -1 }, name: 'state' },
    { key: { finishedAt: 1 }, name: 'ttl', expireAfterSeconds: KEEP_FINISHED_SECONDS },
  ],
};

export const mailCollection = (db: Db): Collection<MailRow> => db.collection<MailRow>(COLLECTION);

export interface MailRepositoryDeps {
  db: Db;
  /** The domain of the Message-IDs. */
  messageIdDomain: string;
  /** How long a claimed mail belongs to its worker. */
  leaseMs: number;
}

export type MailRepository = ReturnType<typeof createMailRepository>;

/** All reads and writes of the `mails` collection. */
export function createMailRepository({ db, messageIdDomain, leaseMs }: MailRepositoryDeps) {
  const mails = mailCollection(db);
  return {
    /**
     * Stores the mail within the caller's transaction. Does nothing when the mail is stored already.
     * @throws {InvalidEmailError} when the recipient is not one plain mailbox
     */
    async enqueue(request: MailRequest, mongoSession: ClientSession): Promise<void> {
      const { eventSource, eventId, template } = request;
      const key = { eventSource, eventId, template, recipient: requirePlainEmail(request.recipient) };
      const row = newRow(request, messageIdOf(key, messageIdDomain));
      await mails.updateOne(key, { $setOnInsert: row }, { upsert: true, session: mongoSession });
    },
    ...claiming(mails, leaseMs),
    ...outcomes(mails),
    ...reading(mails),
  };
}

/** The Message-ID of RFC 5322, derived from the key: two deliveries of one mail can be recognised as the same mail. */
function messageIdOf({ eventSource, eventId, template, recipient }: MailKey, domain: string): string {
  const parts = JSON.stringify([eventSource, eventId, template, recipient]);
  return `<${createHash('sha256').update(parts).digest('hex').slice(0, 40)}@${domain}>`;
}

/** A new document without its key, which the upsert takes from its filter. */
function newRow(request: MailRequest, messageId: string): Omit<MailRow, keyof MailKey> {
  const { correlationId, userId, variables, expiresAt } = request;
  const now = new Date();
  const row = {
    _id: newId(),
    messageId,
    correlationId,
    userId,
    ...(expiresAt && { expiresAt }),
    attempts: 0,
    resends: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: now,
  };
  if (!expiresAt || expiresAt > now) return { ...row, state: 'queued', variables };
  return {
    ...row,
    state: 'expired',
    reason: 'its code had expired before the event arrived',
    finishedAt: now,
  };
}

function claiming(mails: Collection<MailRow>, leaseMs: number) {
  return {
    /** Claims the mail that has been due longest, for `leaseMs`; null when none is due. Each mail goes to one worker. */
    async claimNext(excludedIds: string[]): Promise<ClaimedMail | null> {
      const now = new Date();
      const lease = randomUUID();
      // A mail in `sending` is due only when its lease has ended: its worker died and may have sent it.
      const isResend = { $cond: [{ $eq: ['$state', 'sending'] }, 1, 0] };
      const claim = {
        state: 'sending',
        lease,
        dueAt: new Date(now.getTime() + leaseMs),
        attempts: { $add: ['$attempts', 1] },
        resends: { $add: ['$resends', isResend] },
        updatedAt: now,
      };
      const due = { ...UNFINISHED, dueAt: { $lte: now }, _id: { $nin: excludedIds } };
      const options = { sort: { dueAt: 1 }, returnDocument: 'after' } as const;
      const row = await mails.findOneAndUpdate(due, [{ $set: claim }], options);
      return row && { ...row, lease };
    },
    /** Ends the mails whose code expired before they were sent; returns how many. */
    async expireDue(): Promise<number> {
      const now = new Date();
      const queued = { state: 'queued' as const, expiresAt: { $lte: now } };
      const abandoned = { state: 'sending' as const, expiresAt: { $lte: now }, dueAt: { $lte: now } };
      const { modifiedCount } = await mails.updateMany({ $or: [queued, abandoned] }, finish('expired'));
      return modifiedCount;
    },
    /** Makes the mails due now that wait because the mail server was unreachable. */
    async retryUnreachable(): Promise<void> {
      const now = new Date();
      const waiting = { state: 'queued' as const, lastFailure: 'unreachable' as const, dueAt: { $gt: now } };
      await mails.updateMany(waiting, { $set: { dueAt: now } });
    },
  };
}

/** Sets a final state and erases the code and the message. */
function finish(state: MailState, failure?: DeliveryError) {
  const now = new Date();
  const reason = failure && { reason: failure.message, lastFailure: failure.kind };
  return {
    $set: { state, finishedAt: now, updatedAt: now, ...reason },
    $unset: { variables: 1, message: 1, lease: 1 } as const,
  };
}

function outcomes(mails: Collection<MailRow>) {
  // The lease in the filter stops a worker that was suspended while another one claimed its mail.
  const claimed = ({ _id, lease }: ClaimedMail) => ({ _id, lease, state: 'sending' as const });
  return {
    /** Stores the encrypted message, so that every delivery sends the same bytes; false when the lease is lost. */
    async storeMessage(mail: ClaimedMail, message: string): Promise<boolean> {
      const { matchedCount } = await mails.updateOne(claimed(mail), { $set: { message } });
      return matchedCount === 1;
    },
    /** Needs no lease: that the mail server accepted the mail is true whichever worker sent it. */
    async markAccepted({ _id }: ClaimedMail): Promise<void> {
      const { $set, $unset } = finish('accepted');
      const update = { $set, $unset: { ...$unset, reason: 1, lastFailure: 1 } as const };
      await mails.updateOne({ _id, ...UNFINISHED }, update);
    },
    async retryAt(mail: ClaimedMail, failure: DeliveryError, dueAt: Date): Promise<void> {
      const { kind, message: reason, maybeAccepted } = failure;
      await mails.updateOne(claimed(mail), {
        $set: { state: 'queued', dueAt, reason, lastFailure: kind, updatedAt: new Date() },
        $unset: { lease: 1 },
        $inc: { resends: maybeAccepted ? 1 : 0 },
      });
    },
    async markFailed(mail: ClaimedMail, failure: DeliveryError): Promise<void> {
      await mails.updateOne(claimed(mail), finish('failed', failure));
    },
    async markExpired(mail: ClaimedMail): Promise<void> {
      await mails.updateOne(claimed(mail), finish('expired'));
    },
  };
}

interface MailFilter {
  /** The last id of the previous page. */
  before: string | undefined;
  state: MailState | undefined;
}

function reading(mails: Collection<MailRow>) {
  return {
    /** At most `limit` mails, newest first. */
    async list(limit: number, { before, state }: MailFilter): Promise<Mail[]> {
      const filter = { ...(state && { state }), ...(before && { _id: { $lt: before } }) };
      const rows = mails.find(filter, { projection: { message: 0, variables: 0 } });
      return (await rows.sort({ _id: -1 }).limit(limit).toArray()).map(toMail);
    },
    /** The number of mails in a state, at most `limit`. */
    count: (state: MailState, limit: number): Promise<number> => mails.countDocuments({ state }, { limit }),
  };
}

/** The mail as the contract shows it. */
function toMail({ _id, createdAt, updatedAt, reason, ...row }: MailRow): Mail {
  const { eventId, template, recipient, state, attempts } = row;
  return {
    ...{ id: _id, eventId, template, recipient, state, attempts },
    ...(reason === undefined ? {} : { reason }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
