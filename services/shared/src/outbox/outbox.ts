import { EventEmitter } from 'node:events';
import type { ClientSession, Db } from 'mongodb';
import { type DownbeatEvent, problemOf } from '../events/index.ts';
import { outboxRows, outboxSequences } from './rows.ts';

/** How a business transaction says what happened. */
export interface Outbox {
  /**
   * Writes the event in the transaction of the change it tells of. Events of one subject get consecutive
   * numbers, so transactions of one subject conflict, and are retried, rather than overtake each other.
   * @throws Error when the event does not fit its schema.
   */
  add: (session: ClientSession, event: DownbeatEvent) => Promise<void>;
  /** To be called after the commit: the relay in this process looks at once instead of at its next poll. */
  wake: () => void;
  /** Calls `listener` at every `wake`. Returns how to stop that. */
  onWake: (listener: () => void) => () => void;
}

/** The events of this service that wait in its own database until the broker has them. */
export function createOutbox(db: Db): Outbox {
  const wakes = new EventEmitter();
  return {
    async add(session, event) {
      const problem = problemOf(event);
      if (problem !== null) throw new Error(`${event.type} does not fit its schema: ${problem}`);
      const { subject } = event;
      const seq = await nextSeq(db, session, subject);
      await outboxRows(db).insertOne({ _id: event.id, event, subject, seq, sent: false }, { session });
    },
    wake: () => void wakes.emit('wake'),
    onWake(listener) {
      wakes.on('wake', listener);
      return () => wakes.off('wake', listener);
    },
  };
}

async function nextSeq(db: Db, session: ClientSession, subject: string): Promise<number> {
  const last = await outboxSequences(db).findOneAndUpdate(
    { _id: subject },
    { $inc: { seq: 1 } },
    { session, upsert: true, returnDocument: 'after' },
  );
  if (last === null) throw new Error('an upsert returned nothing');
  return last.seq;
}
