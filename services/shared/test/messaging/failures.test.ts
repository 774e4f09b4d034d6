import t from 'tap';
import { PermanentError, replayParked } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { createHarness, publish, renamed } from './harness.ts';

t.test(
  'an invalid event among many is parked with its reason, and replayed when the cause is repaired',
  async (t) => {
    const { rabbit, start, effects, parked, names } = await createHarness(t);
    let mended = false;
    const consumer = await start({
      handlers: {
        'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
          if (event.data.displayName === 'poison' && !mended) throw new Error('cannot stomach this');
          await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
        },
      },
    });
    const poison = renamed('poison');
    const events = Array.from({ length: 100 }, (_, n) => (n === 77 ? poison : renamed(`n${n}`)));
    await Promise.all(events.map((event) => publish(rabbit, event)));
    await waitFor('all but one', () => consumer.stats().parked === 1 && consumer.stats().handled === 99);
    t.same(consumer.stats(), {
      handled: 99,
      duplicates: 0,
      retried: 2,
      parked: 1,
      returned: 0,
      inFlight: 0,
    });
    t.equal(new Set(await names()).size, 99);
    const [only, ...others] = await parked();
    t.same(others, []);
    t.same(only?.body, JSON.stringify(poison));
    t.match(only?.headers, { 'x-downbeat-attempts': 3, 'x-downbeat-reason': 'cannot stomach this' });

    mended = true;
    t.equal(await replayParked(rabbit, 'test'), 1);
    await waitFor('the poison', async () => (await names()).includes('poison'));
    t.equal(await effects.countDocuments(), 100);
    t.same(await parked(), []);
    t.equal(await replayParked(rabbit, 'test'), 0);
  },
);

t.test('a handler that fails twice and then succeeds has its effect once', async (t) => {
  const { rabbit, start, effects, names, parked, log } = await createHarness(t);
  const times: number[] = [];
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
        times.push(performance.now());
        if (times.length < 3) throw new Error(`not yet ${times.length}`);
      },
    },
  });
  await publish(rabbit, renamed('ada'));
  await waitFor('the effect', () => consumer.stats().handled === 1);
  t.same(await names(), ['ada']);
  t.same(consumer.stats(), { handled: 1, duplicates: 0, retried: 2, parked: 0, returned: 0, inFlight: 0 });
  const [first = 0, second = 0, third = 0] = times;
  t.ok(second - first >= 100 && third - second >= 200, 'each after its pause');
  t.same(await parked(), []);
  t.match(log.withMessage('an event failed; trying again later'), [
    { reason: 'not yet 1', attempts: 1, delayMs: 100 },
    { reason: 'not yet 2', attempts: 2, delayMs: 200 },
  ]);
});

t.test('a permanent failure is parked at once', async (t) => {
  const { rabbit, start, parked, names, effects, log } = await createHarness(t);
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        if (event.data.displayName === 'gone') throw new PermanentError('the user is gone');
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
      },
    },
  });
  const [gone, good, bent] = [renamed('gone'), renamed('good'), renamed('bent')];
  const stranger = { ...renamed('x'), type: 'downbeat.user.renamed.v1' as const, id: 'not an id' };
  await publish(rabbit, gone);
  await publish(rabbit, bent, '{"specversion":');
  await publish(rabbit, bent, JSON.stringify({ ...bent, type: 'downbeat.user.exploded.v1' }));
  await publish(rabbit, stranger);
  await publish(rabbit, good);
  await waitFor('all', () => consumer.stats().parked === 4 && consumer.stats().handled === 1);
  t.same(await names(), ['good']);
  t.equal(consumer.stats().retried, 0);
  const reasons = (await parked()).map(({ headers }) => String(headers['x-downbeat-reason'])).toSorted();
  t.match(reasons, [
    /^invalid event: \/id must match (format|pattern)/,
    /^invalid event: not JSON: /,
    'invalid event: unknown event type "downbeat.user.exploded.v1"',
    'the user is gone',
  ]);
  t.match(
    log.withMessage('an event was parked').find(({ reason }) => reason === 'the user is gone'),
    { correlationId: gone.correlationid, eventId: gone.id, eventType: gone.type, subject: gone.subject },
  );
});

t.test('an event without a handler in its queue is parked with the reason', async (t) => {
  const { rabbit, start, parked } = await createHarness(t);
  const consumer = await start({ handlers: { 'downbeat.user.email-verified.v1': async () => undefined } });
  const event = renamed('ada');
  await rabbit.publish({
    exchange: '',
    routingKey: 'test',
    content: Buffer.from(JSON.stringify(event)),
    messageId: event.id,
  });
  await waitFor('the parking', () => consumer.stats().parked === 1);
  t.match(await parked(), [
    { headers: { 'x-downbeat-reason': 'test has no handler for downbeat.user.renamed.v1' } },
  ]);
});

t.test('a try that never ends writes nothing, and the next one has the effect', async (t) => {
  const { rabbit, start, names, effects } = await createHarness(t);
  let tries = 0;
  const consumer = await start({
    handlerTimeoutMs: 3_000,
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        tries += 1;
        if (tries === 1) await new Promise(() => undefined);
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
      },
    },
  });
  await publish(rabbit, renamed('slow'));
  await waitFor('the effect', () => consumer.stats().handled === 1);
  t.same(await names(), ['slow']);
  t.equal(tries, 2);
});

t.test('a replay whose cause remains parks the same events again', async (t) => {
  const { rabbit, start, parked } = await createHarness(t);
  const consumer = await start({
    handlers: { 'downbeat.user.renamed.v1': () => Promise.reject(new PermanentError('still broken')) },
  });
  for (const name of ['a', 'b', 'c']) await publish(rabbit, renamed(name));
  await waitFor('the parking', () => consumer.stats().parked === 3);
  t.equal(await replayParked(rabbit, 'test'), 3);
  await waitFor('the parking again', () => consumer.stats().parked === 6);
  t.equal((await parked()).length, 3);
});
