import { Registry } from '@prometheus-io/client';
import t from 'tap';
import type { ConsumeMessage } from 'amqplib';
import type { DownbeatEvent } from '@downbeat/shared/events';
import { newId } from '@downbeat/shared/ids';
import { ensureIndexes, inTransaction } from '@downbeat/shared/mongo';
import { createOutbox, outboxIndexes, type OutboxRow, type Relay, startRelay } from '@downbeat/shared/outbox';
import { EVENTS_EXCHANGE, type OutgoingMessage, type Rabbit } from '@downbeat/shared/rabbit';
import { closeConnections, waitFor } from '@downbeat/shared/test-kit';
import { createWorld, renamed } from '../events/world.ts';

/** A world with an outbox, and an ear on everything that is published. */
async function createOutboxWorld(t: Parameters<typeof createWorld>[0]) {
  const world = await createWorld(t);
  const { client, db, rabbit } = world;
  await ensureIndexes(db, outboxIndexes);
  const outbox = createOutbox(db);
  const heard: DownbeatEvent[] = [];
  const channel = await rabbit.openChannel();
  await rabbit.dependency.check();
  await channel.assertQueue('ear', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue('ear', EVENTS_EXCHANGE, '#');
  const listen = async () => {
    const ear = await rabbit.openChannel();
    await ear.consume('ear', (message: ConsumeMessage | null) => {
      if (message === null) return;
      heard.push(JSON.parse(message.content.toString()) as DownbeatEvent);
      ear.ack(message);
    });
  };
  await listen();
  const relays: Relay[] = [];
  t.teardown(() => Promise.all(relays.map((relay) => relay.stop(1_000))));
  return {
    ...world,
    outbox,
    heard,
    listen,
    names: () => heard.map(({ data }) => ('displayName' in data ? data.displayName : '')),
    rows: db.collection<OutboxRow>('outbox'),
    add: (...events: DownbeatEvent[]) =>
      inTransaction(client, async (session) => {
        for (const event of events) await outbox.add(session, event);
      }),
    run(options: Partial<Parameters<typeof startRelay>[0]> = {}) {
      const relay = startRelay({ db, rabbit, logger: world.log.logger, pollMs: 50, ...options });
      relays.push(relay);
      return relay;
    },
  };
}

t.test(
  'a crash between publish and mark: another relay publishes again, and the effect happens once',
  async (t) => {
    const { rabbit, run, add, start, effects, heard, rows } = await createOutboxWorld(t);
    const consumer = await start({
      handlers: {
        'downbeat.user.renamed.v1': async (event, { session }) => {
          await effects.insertOne({ name: event.data.displayName }, { session });
        },
      },
    });
    // Publishes, and then never gets further: what kill -9 leaves behind.
    const publish = async (message: OutgoingMessage) => {
      await rabbit.publish(message);
      await new Promise(() => undefined);
    };
    const dying: Rabbit = { ...rabbit, connected: true, publish };
    await add(renamed('ada'));
    const first = run({ rabbit: dying, leaseMs: 1_000 });
    await waitFor('the first publish', () => heard.length === 1);
    await first.stop(10);
    t.match(await rows.findOne({}), { sent: false });

    const second = run({ leaseMs: 1_000 });
    await waitFor('the second publish', () => heard.length === 2);
    await waitFor('the mark', async () => (await second.backlog()) === 0);
    await waitFor('both deliveries', () => consumer.stats().handled + consumer.stats().duplicates === 2);
    t.same(consumer.stats(), { handled: 1, duplicates: 1, retried: 0, parked: 0, returned: 0, inFlight: 0 });
    t.equal(await effects.countDocuments(), 1);
  },
);

t.test('several relays publish each row once, and each subject in order', async (t) => {
  const { run, add, heard, rows } = await createOutboxWorld(t);
  const subjects = Array.from({ length: 20 }, () => newId());
  const relays = [run({ pollMs: 5 }), run({ pollMs: 5 }), run({ pollMs: 5 })];
  const writer = async (subject: string) => {
    for (let n = 0; n < 10; n += 1) await add(renamed(`n${n}`, subject));
  };
  await Promise.all(subjects.map(writer));
  await waitFor('all', () => heard.length >= 200, { timeoutMs: 30_000 });
  await waitFor('the marks', async () => (await rows.countDocuments({ sent: false })) === 0);
  t.equal(heard.length, 200, 'none twice');
  const expected = Array.from({ length: 10 }, (_, n) => `n${n}`);
  const bySubject = Map.groupBy(heard, ({ subject }) => subject);
  for (const subject of subjects) {
    t.same(
      bySubject.get(subject)?.map(({ data }) => ('displayName' in data ? data.displayName : '')),
      expected,
    );
  }
  const shares = relays.map((relay) => relay.stats().published);
  t.equal(
    shares.reduce((sum, share) => sum + share),
    200,
  );
});

t.test('with the broker away events wait, and follow in order when it is back', async (t) => {
  const { run, add, heard, names, proxy, rabbit, listen } = await createOutboxWorld(t);
  const relay = run();
  await proxy.down();
  await waitFor('the loss', () => !rabbit.connected);
  const subject = newId();
  for (const name of ['a', 'b', 'c']) await add(renamed(name, subject));
  t.equal(await relay.backlog(), 3);
  t.equal(relay.stats().published, 0);
  await proxy.up();
  await waitFor('the broker', () => rabbit.connected);
  await listen();
  await waitFor('all', () => heard.length === 3);
  t.same(names(), ['a', 'b', 'c']);
  await waitFor('the marks', async () => (await relay.backlog()) === 0);
});

t.test('connections closed while publishing lose nothing, and keep the order', async (t) => {
  const { run, add, heard, rabbit, listen, name: vhost, log } = await createOutboxWorld(t);
  const subjects = Array.from({ length: 10 }, () => newId());
  const relay = run({ leaseMs: 1_000 });
  const writing = Promise.all(
    subjects.map(async (subject) => {
      for (let n = 0; n < 30; n += 1) await add(renamed(`n${n}`, subject));
    }),
  );
  await waitFor('some', () => heard.length > 10);
  await closeConnections(vhost);
  await waitFor('the loss', () => log.saying('the broker is away').length === 1);
  await waitFor('the broker', () => rabbit.connected);
  await listen();
  await writing;
  await waitFor('the marks', async () => (await relay.backlog()) === 0, { timeoutMs: 20_000 });
  await waitFor('all', () => new Set(heard.map(({ id }) => id)).size === 300);
  // What was in the air when the connection closed may come twice; but never is a first appearance out of order.
  const bySubject = Map.groupBy(heard, ({ subject }) => subject);
  for (const events of bySubject.values()) {
    const firsts = [...new Set(events.map(({ data }) => ('displayName' in data ? data.displayName : '')))];
    t.same(
      firsts,
      Array.from({ length: 30 }, (_, n) => `n${n}`),
    );
  }
});

t.test('an event that the broker refuses holds up its own subject and no other', async (t) => {
  const { run, add, heard, names, rabbit } = await createOutboxWorld(t);
  const stuck = newId();
  let refusing = true;
  const publish = async (message: OutgoingMessage) => {
    if (refusing && message.content.includes('refused')) throw new Error('no room');
    await rabbit.publish(message);
  };
  const relay = run({ rabbit: { ...rabbit, connected: true, publish } });
  await add(renamed('refused', stuck), renamed('after', stuck));
  await add(renamed('other'));
  await waitFor('the other', () => heard.length === 1);
  t.same(names(), ['other']);
  await waitFor('a second try', () => relay.stats().failed > 1);
  t.match(relay.stats(), { published: 1, lastError: 'no room' });
  t.equal(await relay.backlog(), 2);
  refusing = false;
  await waitFor('both', () => heard.length === 3);
  t.same(names(), ['other', 'refused', 'after']);
});

t.test('who commits wakes the relay; who does not waits for its poll', async (t) => {
  const { run, add, outbox, names } = await createOutboxWorld(t);
  const relay = run({ outbox, pollMs: 60_000 });
  for (const name of ['one', 'two', 'three']) {
    await add(renamed(name));
    outbox.wake();
    await waitFor(name, () => names().includes(name));
  }
  await relay.stop();
  await add(renamed('polled'));
  run({ pollMs: 20 });
  await waitFor('the polled', () => names().includes('polled'));
});

t.test('the numbers are there for Prometheus', async (t) => {
  const { run, add, heard } = await createOutboxWorld(t);
  const registry = new Registry();
  const relay = run({ registry });
  await add(renamed('ada'));
  await waitFor('the event', () => heard.length === 1);
  await waitFor('the mark', async () => (await relay.backlog()) === 0);
  const text = await registry.metrics();
  t.match(text, /^downbeat_outbox_published_total 1$/m);
  t.match(text, /^downbeat_outbox_failures_total 0$/m);
  t.match(text, /^downbeat_outbox_backlog 0$/m);
});
