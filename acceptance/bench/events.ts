// Events from auth's outbox through its relay and the broker to music's consumer, which records each in a transaction; to
// messages of the same size that are published with confirms and not consumed.
import { newId } from '@downbeat/shared/ids';
import { createCommit, createOutbox, type DownbeatEvent, newEvent } from '@downbeat/shared/messaging';
import { databaseUri } from '@downbeat/deploy/urls';
import { poll } from '@downbeat/deploy/poll';
import { MongoClient } from 'mongodb';
import { runBaseline } from './baseline.ts';
import type { Row, Sample } from './contest.ts';

const FIGURE = 'events/s';
const CONFIRMS = 'amqplib confirms';
const EVENTS = 1_000;
const SMOKE_EVENTS = 20;
const WRITERS = 16;
const LIMIT_MS = 60_000;
/** Where music records each event that it has handled, in the transaction of its effect. */
const HANDLED = 'inbox';

/** A new name of an account that has no tracks, so that the consumer has nothing else to do. */
function renamed(): DownbeatEvent {
  const userId = newId();
  const data = { userId, displayName: 'Ada' };
  return newEvent('downbeat.user.renamed.v1', {
    source: '/auth',
    subject: userId,
    correlationId: newId(),
    data,
  });
}

export const events: Row = async ({ system, teardown, isSmoke }) => {
  const { backing } = system.local!;
  const count = isSmoke ? SMOKE_EVENTS : EVENTS;
  const client = new MongoClient(databaseUri(backing.mongo, 'auth'));
  teardown(() => client.close());
  const musicClient = new MongoClient(databaseUri(backing.mongo, 'music'));
  teardown(() => musicClient.close());
  const outbox = createOutbox(client.db());
  // Music's own count of them is up to a second old.
  const handled = musicClient.db().collection(HANDLED);
  // Auth's relay is in another process, so it finds the events by its poll.
  const commit = createCommit(client, outbox);

  const measure = async (): Promise<Sample> => {
    const target = (await handled.estimatedDocumentCount()) + count;
    const beganMs = performance.now();
    const waiting = Array.from({ length: count }, renamed).values();
    const write = async (): Promise<void> => {
      for (const event of waiting) await commit((mongoSession) => outbox.add(mongoSession, event));
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    const arrived = async (): Promise<void> => {
      const missing = target - (await handled.estimatedDocumentCount());
      if (missing > 0) throw new Error(`${missing} of ${count} are on their way`);
    };
    await poll(arrived, { withinMs: LIMIT_MS, everyMs: 20, what: 'all events' });
    return { [FIGURE]: count / ((performance.now() - beganMs) / 1000) };
  };

  const bytes = String(JSON.stringify(renamed()).length);
  const confirms = async (): Promise<Sample> => ({
    [FIGURE]: await runBaseline<number>('amqp-confirms', LIMIT_MS, backing.amqp, String(count), bytes),
  });
  return {
    ours: { name: 'Downbeat', measure },
    baselines: [{ name: CONFIRMS, measure: confirms }],
    aims: [{ figure: FIGURE, better: 'higher', against: CONFIRMS, ratio: 0.5 }],
  };
};
