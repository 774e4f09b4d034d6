import t from 'tap';
import { rabbitApi, waitFor } from '@downbeat/shared/test-kit';
import { createHarness, publish, renamed } from './harness.ts';

t.setTimeout(120_000);

type Harness = Awaited<ReturnType<typeof createHarness>>;

/** An event that goes to this retry queue comes too late for the test. */
const retryDelaysMs = [600_000];
const AWAY = 'the database is away; messages wait for it';

/** Writes the effect, and remembers when it was committed. */
const handlers = ({ effects }: Harness) =>
  ({
    'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
      await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
    },
  }) satisfies Parameters<Harness['start']>[0]['handlers'];

async function publishMany({ rabbit }: Harness, count: number): Promise<string[]> {
  const events = Array.from({ length: count }, (_, n) => renamed(`n${n}`));
  await Promise.all(events.map((event) => publish(rabbit, event)));
  return events.map(({ data }) => data.displayName).toSorted();
}

t.test('a frozen database delays events and counts none of them as failed', async (t) => {
  const harness = await createHarness(t);
  const options = { retryDelaysMs, handlers: handlers(harness), handlerTimeoutMs: 4_000 };
  const consumer = await harness.start(options);
  harness.mongoProxy.freeze();
  const names = await publishMany(harness, 200);
  await waitFor('the pause', () => harness.log.withMessage(AWAY).length === 1);
  harness.mongoProxy.thaw();
  const thawedAt = performance.now();
  await waitFor('all', () => consumer.stats().handled + consumer.stats().duplicates >= 200);
  const latestMs = Math.round(performance.now() - thawedAt);
  t.comment(`the latest of 200 events ${latestMs} ms after the thaw`);
  t.match(consumer.stats(), { retried: 0, parked: 0, returned: 0 });
  t.same((await harness.names()).toSorted(), names);
  t.same(await harness.parked(), []);
});

t.test('a killed database delays events, one pause for all of them', async (t) => {
  const harness = await createHarness(t);
  const options = { retryDelaysMs, handlers: handlers(harness), handlerTimeoutMs: 3_000 };
  const consumer = await harness.start(options);
  await harness.mongoProxy.down();
  const names = await publishMany(harness, 40);
  await waitFor('the pause', () => harness.log.withMessage(AWAY).length === 1);
  await harness.mongoProxy.up();
  await waitFor('all', () => consumer.stats().handled + consumer.stats().duplicates >= 40);
  t.match(consumer.stats(), { retried: 0, parked: 0, returned: 0 });
  t.same((await harness.names()).toSorted(), names);
  t.equal(harness.log.withMessage(AWAY).length, 1);
});

t.test(
  'a database that goes away while events are handled delays them, and each has its effect once',
  async (t) => {
    const harness = await createHarness(t);
    const { promise: away, resolve: goOn } = Promise.withResolvers<undefined>();
    let begun = 0;
    const consumer = await harness.start({
      retryDelaysMs,
      handlerTimeoutMs: 3_000,
      handlers: {
        'downbeat.user.renamed.v1': async ({ data }, { mongoSession }) => {
          await harness.effects.insertOne({ name: data.displayName }, { session: mongoSession });
          begun += 1;
          if (begun === 20) await away;
        },
      },
    });
    const names = await publishMany(harness, 60);
    await waitFor('the twentieth', () => begun >= 20);
    await harness.mongoProxy.down();
    goOn(undefined);
    await waitFor('the pause', () => harness.log.withMessage(AWAY).length === 1);
    await harness.mongoProxy.up();
    await waitFor('all', () => consumer.stats().handled + consumer.stats().duplicates >= 60);
    t.match(consumer.stats(), { retried: 0, parked: 0, returned: 0 });
    t.same((await harness.names()).toSorted(), names);
  },
);

t.test('after a long outage the broker has the messages, and delivers them when it is over', async (t) => {
  const harness = await createHarness(t);
  const options = { retryDelaysMs, handlers: handlers(harness), handlerTimeoutMs: 2_000, holdMs: 1 };
  const consumer = await harness.start({ ...options, prefetch: 5 });
  await harness.mongoProxy.down();
  const names = await publishMany(harness, 12);
  const waiting = async () =>
    ((await rabbitApi('GET', `queues/${harness.name}/test`)) as { messages_ready?: number }).messages_ready;
  await waitFor('the broker to have all of them', async () => (await waiting()) === 12, {
    timeoutMs: 60_000,
    intervalMs: 500,
  });
  t.equal(consumer.subscribed, false);
  t.equal(consumer.stats().inFlight, 0, 'no message is held');
  await harness.mongoProxy.up();
  await waitFor('all', () => consumer.stats().handled + consumer.stats().duplicates >= 12);
  t.match(consumer.stats(), { retried: 0, parked: 0 });
  t.same((await harness.names()).toSorted(), names);
  t.same(await harness.parked(), []);
});

t.test('stopping does not wait for the database, and leaves the messages to the next consumer', async (t) => {
  const harness = await createHarness(t);
  const options = { retryDelaysMs, handlers: handlers(harness), handlerTimeoutMs: 2_000 };
  const consumer = await harness.start(options);
  await harness.mongoProxy.down();
  const names = await publishMany(harness, 3);
  await waitFor('the pause', () => harness.log.withMessage(AWAY).length === 1);
  await waitFor('all to be held', () => consumer.stats().inFlight === 3);
  const startedAt = performance.now();
  await consumer.stop(10_000);
  t.ok(performance.now() - startedAt < 5_000);
  await harness.mongoProxy.up();
  const next = await harness.start(options);
  await waitFor('all', () => next.stats().handled === 3);
  t.same((await harness.names()).toSorted(), names);
});

t.test('a handler that never ends goes to the retry queue after some tries in place', async (t) => {
  const harness = await createHarness(t);
  let tries = 0;
  const consumer = await harness.start({
    handlerTimeoutMs: 2_000,
    retryDelaysMs,
    handlers: {
      'downbeat.user.renamed.v1': async () => {
        tries += 1;
        await new Promise(() => undefined);
      },
    },
  });
  await publishMany(harness, 1);
  await waitFor('the retry', () => consumer.stats().retried === 1);
  t.equal(tries, 3);
});
