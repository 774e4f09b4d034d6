import { EventEmitter } from 'node:events';
import type { ClientSession, Collection, Db, MongoClient } from 'mongodb';
import type { IndexDeclarations } from '../mongo.ts';
import { inTransaction, type TransactionLimits } from '../transactions.ts';
import { type DownbeatEvent, problemOf } from './events.ts';

/** One event, published or waiting to be published. */
export interface OutboxRow {
  _id: string;
  event: DownbeatEvent;
  subject: string;
  /** Position among the events of the subject. */
  seq: number;
  sent: boolean;
  sentAt?: Date;
}

/** Which relay holds a subject's rows, or until when no relay may try them. Written by relays only. */
export interface OutboxLease {
  _id: string;
  token: string | null;
  until: Date;
}

const SENT_KEPT_SECONDS = 7 * 24 * 3600;
const LEASE_KEPT_SECONDS = 3600;

/** Sent rows are deleted after 7 days. */
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

/** Which relay holds which subject; empty when nothing is waiting. */
export function outboxLeases(db: Db): Collection<OutboxLease> {
  return db.collection<OutboxLease>('outboxLeases');
}

/** Adds events to the transactions that cause them. */
export interface Outbox {
  /**
   * Writes the event in the transaction of the change that it describes. Events of one subject get consecutive numbers, so
   * transactions of one subject conflict, and are retried, instead of overtaking each other.
   * @throws Error when the event does not fit its schema.
   */
  add: (mongoSession: ClientSession, event: DownbeatEvent) => Promise<void>;
  /** Whether an event was added in this try of a transaction. */
  hasAdded: (mongoSession: ClientSession) => boolean;
  /** To be called after the commit: the relay in this process polls at once. */
  wake: () => void;
  /** Calls `listener` at every `wake`. Returns a function that removes it. */
  onWake: (listener: () => void) => () => void;
}

/** The events of this service that wait in its own database until the broker has them. */
export function createOutbox(db: Db): Outbox {
  const wakes = new EventEmitter();
  const added = new WeakSet<ClientSession>();
  return {
    async add(mongoSession, event) {
      const problem = problemOf(event);
      if (problem !== null) throw new Error(`${event.type} does not fit its schema: ${problem}`);
      const { subject } = event;
      const seq = await nextSeq(db, mongoSession, subject);
      await outboxRows(db).insertOne(
        { _id: event.id, event, subject, seq, sent: false },
        { session: mongoSession },
      );
      added.add(mongoSession);
    },
    hasAdded: (mongoSession) => added.has(mongoSession),
    wake: () => void wakes.emit('wake'),
    onWake(listener) {
      wakes.on('wake', listener);
      return () => wakes.off('wake', listener);
    },
  };
}

async function nextSeq(db: Db, mongoSession: ClientSession, subject: string): Promise<number> {
  // The number of each subject's last event.
  const sequences = db.collection<{ _id: string; seq: number }>('outboxSequences');
  const last = await sequences.findOneAndUpdate(
    { _id: subject },
    { $inc: { seq: 1 } },
    { session: mongoSession, upsert: true, returnDocument: 'after' },
  );
  if (last === null) throw new Error('an upsert returned nothing');
  return last.seq;
}

/**
 * Runs `work` in one transaction, then wakes the relay if it added events, so that they leave at once.
 * `work` may run several times and does nothing but operations with the session it is given.
 */
export type Commit = <T>(
  work: (mongoSession: ClientSession) => Promise<T>,
  limits?: TransactionLimits,
) => Promise<T>;

/** A `Commit` on one database, which wakes the relay through its outbox after each transaction with events. */
export function createCommit(client: MongoClient, outbox: Pick<Outbox, 'hasAdded' | 'wake'>): Commit {
  return async (work, limits) => {
    const { result, hasEvents } = await inTransaction(
      client,
      async (mongoSession) => {
        const result = await work(mongoSession);
        return { result, hasEvents: outbox.hasAdded(mongoSession) };
      },
      limits,
    );
    if (hasEvents) outbox.wake();
    return result;
  };
}
