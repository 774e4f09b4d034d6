import { createHash, randomUUID } from 'node:crypto';
import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import {
  type Mail,
  type MailState,
  type MailTemplate,
  MailTemplateValues,
} from '../generated/schemas.gen.ts';
import type { DeliveryError } from '../smtp/failure.ts';
import { requirePlainEmail } from '../smtp/mailbox.ts';
import type { ClaimedMail, MailKey, MailRequest, MailRow } from './mail.ts';

const COLLECTION = 'mails';
const KEEP_FINISHED_SECONDS = 30 * 24 * 60 * 60;
const UNFINISHED = { state: { $in: ['queued' as const, 'sending' as const] } };

/** One person waits for each of these mails; the others tell many at once, and their number must not delay a code. */
const URGENT = { template: { $in: MailTemplateValues.filter((template) => template !== 'new-release') } };

// Every time is the database's, in `$$NOW` and `$currentDate`: the clocks of two workers differ.
const isPast = (field: 'dueAt' | 'expiresAt') => ({ $lte: [`$${field}`, '$$NOW'] });
const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });
const EXPIRED = { expiresAt: { $type: 'date' as const }, $expr: isPast('expiresAt') };

export const mailIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { eventSource: 1, eventId: 1, template: 1, recipient: 1 }, name: 'key', unique: true },
    { key: { dueAt: 1 }, name: 'due', partialFilterExpression: UNFINISHED },
    { key: { template: 1, dueAt: 1 }, name: 'due of template', partialFilterExpression: UNFINISHED },
    { key: { userId: 1, template: 1 }, name: 'waiting of user', partialFilterExpression: UNFINISHED },
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
      const { filter, update } = upsertOf(request, messageIdDomain);
      await mails.updateOne(filter, update, { upsert: true, session: mongoSession });
    },
    /**
     * The same for several mails in one write.
     * @throws {InvalidEmailError} when a recipient is not one plain mailbox; then none is stored
     */
    async enqueueAll(requests: readonly MailRequest[], mongoSession: ClientSession): Promise<void> {
      if (requests.length === 0) return;
      const upserts = requests.map((request) => ({
        updateOne: { ...upsertOf(request, messageIdDomain), upsert: true },
      }));
      await mails.bulkWrite(upserts, { session: mongoSession });
    },
    /** Deletes the mails of this kind that wait for their delivery to the account. */
    async withdraw(userId: string, template: MailTemplate, mongoSession: ClientSession): Promise<void> {
      await mails.deleteMany({ userId, template, state: 'queued' }, { session: mongoSession });
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

/** Stores a mail that is not stored yet. */
function upsertOf(request: MailRequest, messageIdDomain: string) {
  const { eventSource, eventId, template } = request;
  const filter = { eventSource, eventId, template, recipient: requirePlainEmail(request.recipient) };
  const row = { ...filter, ...newRow(request, messageIdOf(filter, messageIdDomain)) };
  const dates = { createdAt: '$$NOW', updatedAt: '$$NOW', dueAt: '$$NOW' };
  // A literal, because values of the request may begin with a dollar sign.
  const inserted = { $mergeObjects: [{ $literal: row }, dates] };
  const isStored = { $ne: [{ $type: '$messageId' }, 'missing'] };
  return { filter, update: [{ $replaceWith: { $cond: [isStored, '$$ROOT', inserted] } }] };
}

/** A new document without its key and its dates. */
function newRow({ correlationId, userId, variables, expiresAt }: MailRequest, messageId: string) {
  return {
    _id: newId(),
    messageId,
    correlationId,
    userId,
    ...(expiresAt && { expiresAt }),
    state: 'queued',
    variables,
    attempts: 0,
    resends: 0,
  };
}

interface ClaimOptions {
  /** Mails that this worker has claimed already. */
  excludedIds: string[];
  /** Whether to claim a mail whose worker let its lease end. */
  mayTakeOver: boolean;
}

function claiming(mails: Collection<MailRow>, leaseMs: number) {
  const options = { sort: { dueAt: 1 }, returnDocument: 'after' } as const;
  /** The lease of a claim that got no answer; the database may have carried it out, at the end of an outage. */
  let unanswered: string | null = null;

  async function claimedBefore(lease: string, excludedIds: string[]): Promise<MailRow | null> {
    // Only a first delivery: a mail that the claim has taken from another worker may be on its way.
    const mine = { lease, state: 'sending' as const, attempts: 1, _id: { $nin: excludedIds } };
    return mails.findOneAndUpdate(mine, [{ $set: { dueAt: fromNow(leaseMs) } }], options);
  }

  return {
    /**
     * Claims the mail that has been due longest, for `leaseMs`, and those to many only when no other is due; null when none
     * is due. Each mail goes to one worker.
     */
    async claimNext({ excludedIds, mayTakeOver }: ClaimOptions): Promise<ClaimedMail | null> {
      const before = unanswered && (await claimedBefore(unanswered, excludedIds));
      const lease = unanswered ?? randomUUID();
      if (before) return { ...before, lease };
      // A mail in `sending` is due only when its lease has ended: its worker died and may have sent it.
      const isResend = { $cond: [{ $eq: ['$state', 'sending'] }, 1, 0] };
      const claim = {
        state: 'sending',
        lease,
        dueAt: fromNow(leaseMs),
        attempts: { $add: ['$attempts', 1] },
        resends: { $add: ['$resends', isResend] },
        updatedAt: '$$NOW',
      };
      const unfinished = mayTakeOver ? UNFINISHED : { state: 'queued' as const };
      const due = { ...unfinished, $expr: isPast('dueAt'), _id: { $nin: excludedIds }, $nor: [EXPIRED] };
      unanswered = lease;
      const update = [{ $set: claim }];
      // The hint, because the index of all due mails would be read past every mail to many.
      const urgent = { ...options, hint: { template: 1, dueAt: 1 } };
      const row =
        (await mails.findOneAndUpdate({ ...due, ...URGENT }, update, urgent)) ??
        (await mails.findOneAndUpdate(due, update, options));
      unanswered = null;
      return row && { ...row, lease };
    },
    /** Extends the lease to `leaseMs` from now; false when another worker has claimed the mail. */
    async renewLease(mail: ClaimedMail): Promise<boolean> {
      const { matchedCount } = await mails.updateOne(claimed(mail), [{ $set: { dueAt: fromNow(leaseMs) } }]);
      return matchedCount === 1;
    },
    /** Ends the mails whose code expired before they were sent; returns how many. */
    async expireDue(): Promise<number> {
      const abandoned = { state: 'sending' as const, $expr: isPast('dueAt') };
      const unsent = { $and: [EXPIRED, { $or: [{ state: 'queued' as const }, abandoned] }] };
      const { modifiedCount } = await mails.updateMany(unsent, finish('expired'));
      return modifiedCount;
    },
    /** Makes the mails due now that wait because the mail server was unreachable. */
    async retryUnreachable(): Promise<void> {
      const waiting = { state: 'queued' as const, lastFailure: 'unreachable' as const };
      await mails.updateMany(waiting, [{ $set: { dueAt: { $min: ['$dueAt', '$$NOW'] } } }]);
    },
  };
}

// The lease in the filter stops a worker that was suspended while another one claimed its mail.
const claimed = ({ _id, lease }: ClaimedMail) => ({ _id, lease, state: 'sending' as const });

/** Sets a final state and erases the code and the message. */
function finish(state: MailState, failure?: DeliveryError) {
  const reason = failure && { reason: failure.message, lastFailure: failure.kind };
  return {
    $set: { state, ...reason },
    $currentDate: { finishedAt: true, updatedAt: true } as const,
    $unset: { variables: 1, message: 1, lease: 1 } as const,
  };
}

function outcomes(mails: Collection<MailRow>) {
  return {
    /** Stores the encrypted message, so that every delivery sends the same bytes; false when the lease is lost. */
    async storeMessage(mail: ClaimedMail, message: string): Promise<boolean> {
      const { matchedCount } = await mails.updateOne(claimed(mail), { $set: { message } });
      return matchedCount === 1;
    },
    /** Needs no lease: that the mail server accepted the mail is true whichever worker sent it. */
    async markAccepted({ _id }: ClaimedMail): Promise<void> {
      const { $unset, ...update } = finish('accepted');
      const erased = { ...$unset, reason: 1, lastFailure: 1 } as const;
      await mails.updateOne({ _id, ...UNFINISHED }, { ...update, $unset: erased });
    },
    async retryAfter(mail: ClaimedMail, failure: DeliveryError, delayMs: number): Promise<void> {
      const { kind, message, maybeAccepted } = failure;
      const queued = {
        state: 'queued',
        dueAt: fromNow(delayMs),
        reason: { $literal: message },
        lastFailure: kind,
        resends: { $add: ['$resends', maybeAccepted ? 1 : 0] },
        updatedAt: '$$NOW',
      };
      await mails.updateOne(claimed(mail), [{ $set: queued }, { $unset: 'lease' }]);
    },
    async markFailed(mail: ClaimedMail, failure: DeliveryError): Promise<void> {
      await mails.updateOne(claimed(mail), finish('failed', failure));
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
