import type { Collection, Db } from 'mongodb';
import type { DownbeatEvent } from '../events/index.ts';
import type { IndexDeclarations } from '../mongo/index.ts';

/** One event that is to be published, or was. */
export interface OutboxRow {
  _id: string;
  event: DownbeatEvent;
  subject: string;
  /** Position among the events of the subject. */
  seq: number;
  sent: boolean;
  sentAt?: Date;
}

/** One aggregate: how many events it has had, and which relay has its rows at the moment. */
export interface OutboxHead {
  _id: string;
  seq: number;
  /** Whether rows are, or may be, unsent. */
  pending: boolean;
  pendingSince: Date;
  leaseToken: string | null;
  leaseUntil: Date;
}

const SENT_KEPT_SECONDS = 7 * 24 * 3600;

/** Sent rows go after 7 days. */
export const outboxIndexes: IndexDeclarations = {
  outbox: [
    { key: { subject: 1, seq: 1 }, name: 'order', unique: true },
    { key: { subject: 1, seq: 1, sent: 1 }, name: 'unsent', partialFilterExpression: { sent: false } },
    { key: { sentAt: 1 }, name: 'ttl', expireAfterSeconds: SENT_KEPT_SECONDS },
  ],
  outboxHeads: [
    { key: { pendingSince: 1 }, name: 'pending', partialFilterExpression: { pending: true } },
    { key: { leaseToken: 1 }, name: 'lease', sparse: true },
  ],
};

export function outboxRows(db: Db): Collection<OutboxRow> {
  return db.collection<OutboxRow>('outbox');
}

export function outboxHeads(db: Db): Collection<OutboxHead> {
  return db.collection<OutboxHead>('outboxHeads');
}
