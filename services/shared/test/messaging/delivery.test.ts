import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { PermanentError } from '@downbeat/shared/messaging';
import { closeConnections, waitFor } from '@downbeat/shared/test-kit';
import { createHarness, publish, renamed } from './harness.ts';

t.setTimeout(120_000);

t.test('an event delivered three times has its effect once', async (t) => {
  const { rabbit, start, effects, names } = await createHarness(t);
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
      },
    },
  });
  const events = Array.from({ length: 30 }, (_, n) => renamed(`n${n}`));
  await Promise.all([...events, ...events, ...events].map((event) => publish(rabbit, event)));
  await waitFor('all', () => consumer.stats().handled + consumer.stats().duplicates === 90);
  t.same(consumer.stats(), { handled: 30, duplicates: 60, retried: 0, parked: 0, returned: 0, inFlight: 0 });
  t.equal(new Set(await names()).size, 30);
  t.equal((await names()).length, 30);
});

t.test('two consumers of one queue share the events, and detect duplicates between them', async (t) => {
  const { rabbit, start, effects } = await createHarness(t);
  const handlers = {
    'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
      await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
    },
  } satisfies Parameters<typeof start>[0]['handlers'];
  const [one, two] = [await start({ handlers, prefetch: 5 }), await start({ handlers, prefetch: 5 })];
  const events = Array.from({ length: 50 }, (_, n) => renamed(`n${n}`));
  await Promise.all([...events, ...events].map((event) => publish(rabbit, event)));
  const sum = (name: 'handled' | 'duplicates') => one.stats()[name] + two.stats()[name];
  await waitFor('all', () => sum('handled') + sum('duplicates') === 100);
  t.equal(sum('handled'), 50);
  t.ok(one.stats().handled > 0 && two.stats().handled > 0);
  t.equal(await effects.countDocuments(), 50);
});

t.test('closed connections lose no event and repeat no effect', async (t) => {
  const { rabbit, start, effects, names, name: vhost, log } = await createHarness(t);
  const { promise: cut, resolve: goOn } = Promise.withResolvers<undefined>();
  let begun = 0;
  const consumer = await start({
    prefetch: 10,
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
        begun += 1;
        if (begun > 20) await cut;
      },
    },
  });
  const events = Array.from({ length: 150 }, (_, n) => renamed(`n${n}`));
  await Promise.all(events.map((event) => publish(rabbit, event)));
  await waitFor('work in flight', () => consumer.stats().handled > 10 && consumer.stats().inFlight === 10);
  await closeConnections(vhost);
  await waitFor('the loss', () => log.withMessage('the broker is away').length === 1);
  goOn(undefined);
  await waitFor('all', async () => (await effects.countDocuments()) >= 150, { timeoutMs: 20_000 });
  await waitFor('rest', () => consumer.subscribed && consumer.stats().inFlight === 0);
  t.equal(new Set(await names()).size, 150);
  t.equal(await effects.countDocuments(), 150);
  t.equal(consumer.stats().parked, 0);
});

t.test('events of one subject are handled in order, and other subjects at the same time', async (t) => {
  const { rabbit, start, effects, names } = await createHarness(t);
  const { promise: bobIsDone, resolve: doneWithBob } = Promise.withResolvers<undefined>();
  const consumer = await start({
    prefetch: 50,
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        const name = event.data.displayName;
        // The first event waits; without the serial queue the others of its subject would overtake it.
        if (name === 'ada 0') await bobIsDone;
        await effects.insertOne({ name }, { session: mongoSession });
        if (name === 'bob') doneWithBob(undefined);
      },
    },
  });
  const ada = newId();
  for (let n = 0; n < 6; n += 1) await publish(rabbit, renamed(`ada ${n}`, ada));
  await publish(rabbit, renamed('bob'));
  await waitFor('all', () => consumer.stats().handled === 7);
  const order = (await names()).filter((name) => name.startsWith('ada'));
  t.same(order, ['ada 0', 'ada 1', 'ada 2', 'ada 3', 'ada 4', 'ada 5']);
});

t.test('events that wait are handled together, in order, and one that fails is parked alone', async (t) => {
  const { rabbit, start, effects, names, parked } = await createHarness(t);
  const declaring = await start({ handlers: { 'downbeat.user.renamed.v1': async () => undefined } });
  await declaring.stop();
  const subjects = Array.from({ length: 10 }, () => newId());
  const events = Array.from({ length: 60 }, (_, n) =>
    renamed(n === 33 ? 'poison' : `n${n}`, subjects[n % subjects.length]),
  );
  for (const event of [...events, ...events.slice(20, 24)]) await publish(rabbit, event);
  const transactions = new Set<unknown>();
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async ({ data }, { mongoSession }) => {
        transactions.add(mongoSession);
        await effects.insertOne({ name: data.displayName }, { session: mongoSession });
        if (data.displayName === 'poison') throw new PermanentError('cannot stomach this');
      },
    },
  });
  await waitFor('all', () => consumer.stats().handled === 59 && consumer.stats().duplicates === 4);
  t.match(consumer.stats(), { retried: 0, parked: 1, returned: 0 });
  t.match(await parked(), [{ body: JSON.stringify(events[33]) }]);
  t.ok(transactions.size < 59, `59 events in ${transactions.size} transactions`);
  const handled = (await names()).map((name) => events.find(({ data }) => data.displayName === name));
  t.equal(handled.length, 59);
  for (const id of subjects) {
    const inOrder = events.filter(({ subject }) => subject === id && id !== events[33]?.subject);
    const found = handled.filter((event) => event?.subject === id && id !== events[33]?.subject);
    t.strictSame(found, inOrder);
  }
});

t.test('events whose consumer dies between commit and acknowledgement have their effect once', async (t) => {
  const { rabbit, start, effects } = await createHarness(t);
  const startWith = (effect: () => Promise<void>) =>
    start({
      handlerTimeoutMs: 3_000,
      handlers: {
        'downbeat.user.renamed.v1': async ({ data }, { mongoSession, afterCommit }) => {
          await effects.insertOne({ name: data.displayName }, { session: mongoSession });
          afterCommit(effect);
        },
      },
    });
  const dying = await startWith(() => new Promise(() => undefined));
  await Promise.all(Array.from({ length: 12 }, (_, n) => publish(rabbit, renamed(`n${n}`))));
  await waitFor('the commits', async () => (await effects.countDocuments()) === 12);
  // Closes its channel at once: the state after kill -9.
  await dying.stop(10);
  const next = await startWith(() => Promise.resolve());
  await waitFor('all', () => next.stats().duplicates === 12);
  t.match(next.stats(), { handled: 0, retried: 0, parked: 0, returned: 0 });
  t.equal(await effects.countDocuments(), 12);
});

t.test('the correlation id of the request is in every line of its handler', async (t) => {
  const { rabbit, start, log } = await createHarness(t);
  const consumer = await start({
    handlers: { 'downbeat.user.renamed.v1': async (_event, { logger }) => logger.info('renamed') },
  });
  const event = renamed('ada');
  await publish(rabbit, event);
  await waitFor('the event', () => consumer.stats().handled === 1);
  t.match(log.withMessage('renamed'), [
    {
      queue: 'test',
      correlationId: event.correlationid,
      eventId: event.id,
      eventType: 'downbeat.user.renamed.v1',
      subject: event.subject,
    },
  ]);
});

t.test('stopping finishes the events in flight and accepts no new ones', async (t) => {
  const { rabbit, start, effects, names } = await createHarness(t);
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const consumer = await start({
    prefetch: 1,
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
        await released;
      },
    },
  });
  await publish(rabbit, renamed('first'));
  await waitFor('the first', () => consumer.stats().inFlight === 1);
  await publish(rabbit, renamed('second'));
  const stopping = consumer.stop();
  release(undefined);
  await stopping;
  t.same(await names(), ['first']);
  t.equal(consumer.subscribed, false);
  const channel = await rabbit.openChannel();
  await waitFor('the second, waiting', async () => (await channel.checkQueue('test')).messageCount === 1);
});

t.test('stopping keeps its time limit, with and without an answer of the broker', async (t) => {
  const { start, proxy } = await createHarness(t);
  const consumer = await start({ handlers: { 'downbeat.user.renamed.v1': async () => undefined } });
  proxy.freeze();
  const startedAt = performance.now();
  await consumer.stop(300);
  // The limit and the half second for the broker; each of its calls may otherwise take 5 s.
  t.ok(performance.now() - startedAt < 4_000);
  proxy.thaw();
});

t.test('after-commit effects run only for the try that was committed', async (t) => {
  const { rabbit, start, effects, names, log } = await createHarness(t);
  const followed: unknown[] = [];
  let tries = 0;
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async ({ data }, { mongoSession, afterCommit }) => {
        await effects.insertOne({ name: data.displayName }, { session: mongoSession });
        tries += 1;
        const mine = tries;
        afterCommit(async () => void followed.push([mine, await names()]));
        afterCommit(() => Promise.reject(new Error('cannot follow')));
        afterCommit(() => void followed.push('the next'));
        if (tries === 1) throw new Error('not yet');
      },
    },
  });
  await publish(rabbit, renamed('ada'));
  await waitFor('the second try', () => consumer.stats().handled === 1);
  t.same(followed, [[2, ['ada']], 'the next']);
  t.match(consumer.stats(), { handled: 1, retried: 1, parked: 0 });
  t.match(log.withMessage('an after-commit effect failed'), [{ reason: 'cannot follow' }]);
});
