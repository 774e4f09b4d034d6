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

/** The number of a subject's last event. Written by the services' transactions only. */
export interface OutboxSequence {
  _id: string;
  seq: number;
}

/** Which relay has a subject's rows, or until when nobody may try them. Written by relays only. */
export interface OutboxLease {
  _id: string;
  token: string | null;
  until: Date;
}

const SENT_KEPT_SECONDS = 7 * 24 * 3600;
const LEASE_KEPT_SECONDS = 3600;

/** Sent rows go after 7 days. */
export const outboxIndexes: IndexDeclarations = {
  outbox: [
    { key: { subject: 1, seq: 1 }, name: 'order', unique: true },
    { key: { _id: 1, subject: 1 }, name: 'waiting', partialFilterExpression: { sent: false } },
    { key: { subject: 1, seq: 1, sent: 1 }, name: 'unsent', partialFilterExpression: { sent: false } },
    { key: { sentAt: 1 }, name: 'ttl', expireAfterSeconds: SENT_KEPT_SECONDS },
  ],
  outboxSequences: [],
  outboxLeases: [
    { key: { until: 1 }, name: 'ttl', expireAfterSeconds: LEASE_KEPT_SECONDS },
    { key: { token: 1 }, name: 'token' },
  ],
};

/** The events of this service, sent ones for 7 days. */
export function outboxRows(db: Db): Collection<OutboxRow> {
  return db.collection<OutboxRow>('outbox');
}

/** The last number of each subject. */
export function outboxSequences(db: Db): Collection<OutboxSequence> {
  return db.collection<OutboxSequence>('outboxSequences');
}

/** Which relay has which subject; empty at rest. */
export function outboxLeases(db: Db): Collection<OutboxLease> {
  return db.collection<OutboxLease>('outboxLeases');
}
