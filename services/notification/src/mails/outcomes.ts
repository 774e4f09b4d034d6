import type { Db } from 'mongodb';
import type { DeliveryFailure } from '../transport/failure.ts';
import { mailCollection, UNFINISHED } from './collection.ts';
import type { ClaimedMail } from './mail.ts';

export interface Outcomes {
  /** Keeps the message as it was rendered, so that every later delivery sends the same bytes. */
  keepMessage(mail: ClaimedMail, message: string): Promise<boolean>;
  accept(mail: ClaimedMail): Promise<void>;
  retryLater(mail: ClaimedMail, failure: DeliveryFailure, dueAt: Date): Promise<void>;
  fail(mail: ClaimedMail, failure: DeliveryFailure): Promise<void>;
  expire(mail: ClaimedMail): Promise<void>;
}

const SECRETS = { variables: 1, message: 1, lease: 1 } as const;

/**
 * What became of a delivery. Every write but `accept` asks for the worker's own lease: a worker that was
 * frozen and overtaken has no say any more. Acceptance is a fact whoever saw it.
 */
export function createOutcomes(db: Db, now: () => Date = () => new Date()): Outcomes {
  const mails = mailCollection(db);
  const mine = ({ _id, lease }: ClaimedMail) => ({ _id, lease, state: 'sending' as const });
  return {
    async keepMessage(mail, message) {
      const { matchedCount } = await mails.updateOne(mine(mail), { $set: { message } });
      return matchedCount === 1;
    },
    async accept({ _id }) {
      const at = now();
      await mails.updateOne(
        { _id, ...UNFINISHED },
        {
          $set: { state: 'accepted', finishedAt: at, updatedAt: at },
          $unset: { ...SECRETS, reason: 1, lastFailure: 1 },
        },
      );
    },
    async retryLater(mail, { kind, message: reason, maybeAccepted }, dueAt) {
      await mails.updateOne(mine(mail), {
        $set: { state: 'queued', dueAt, reason, lastFailure: kind, updatedAt: now() },
        $unset: { lease: 1 },
        $inc: { resends: maybeAccepted ? 1 : 0 },
      });
    },
    async fail(mail, { kind, message: reason }) {
      const at = now();
      await mails.updateOne(mine(mail), {
        $set: { state: 'failed', reason, lastFailure: kind, finishedAt: at, updatedAt: at },
        $unset: SECRETS,
      });
    },
    async expire(mail) {
      const at = now();
      await mails.updateOne(mine(mail), {
        $set: { state: 'expired', finishedAt: at, updatedAt: at },
        $unset: SECRETS,
      });
    },
  };
}
