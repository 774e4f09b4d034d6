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
/** In either order of its labels. */
const HANDLED =
  /^downbeat_consumed_total\{(?=[^}]*queue="music.accounts")(?=[^}]*outcome="handled")[^}]*\} (\d+)/m;

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

async function handledBy(musicUrl: string): Promise<number> {
  const response = await fetch(`${musicUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const count = HANDLED.exec(await response.text())?.[1];
  if (count === undefined) throw new Error('music has no count of consumed events');
  return Number(count);
}

export const events: Row = async ({ system, teardown, isSmoke }) => {
  const { backing } = system.local!;
  const count = isSmoke ? SMOKE_EVENTS : EVENTS;
  const client = new MongoClient(databaseUri(backing.mongo, 'auth'));
  teardown(() => client.close());
  const outbox = createOutbox(client.db());
  // Auth's relay is in another process, so it finds the events by its poll.
  const commit = createCommit(client, outbox);

  const measure = async (): Promise<Sample> => {
    const target = (await handledBy(system.musicUrl)) + count;
    const beganMs = performance.now();
    const waiting = Array.from({ length: count }, renamed).values();
    const write = async (): Promise<void> => {
      for (const event of waiting) await commit((mongoSession) => outbox.add(mongoSession, event));
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    const arrived = async (): Promise<void> => {
      const handled = await handledBy(system.musicUrl);
      if (handled < target) throw new Error(`${target - handled} of ${count} are on their way`);
    };
    await poll(arrived, { withinMs: LIMIT_MS, everyMs: 50, what: 'all events' });
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
