import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { closeConnections, waitFor } from '@downbeat/shared/test-kit';
import { renamed } from './harness.ts';
import { createOutboxHarness } from './outbox-harness.ts';

t.test('events wait while the broker is away, and are published in order when it is back', async (t) => {
  const { run, add, heard, names, proxy, rabbit, listen } = await createOutboxHarness(t);
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

t.test('closed connections lose no event, and keep the order', async (t) => {
  const { run, add, heard, rabbit, listen, name: vhost, log } = await createOutboxHarness(t);
  const subjects = Array.from({ length: 8 }, () => newId());
  const relay = run({ leaseMs: 1_000 });
  const writing = Promise.all(
    subjects.map(async (subject) => {
      for (let n = 0; n < 12; n += 1) await add(renamed(`n${n}`, subject));
    }),
  );
  await waitFor('some', () => heard.length > 5);
  await closeConnections(vhost);
  await waitFor('the loss', () => log.withMessage('the broker is away').length === 1);
  await waitFor('the broker', () => rabbit.connected);
  await listen();
  await writing;
  await waitFor('the marks', async () => (await relay.backlog()) === 0, { timeoutMs: 20_000 });
  await waitFor('all', () => new Set(heard.map(({ id }) => id)).size === 96);
  // An event in flight when the connection closed may come twice, but first deliveries are in order.
  const bySubject = Map.groupBy(heard, ({ subject }) => subject);
  for (const events of bySubject.values()) {
    const firsts = [...new Set(events.map(({ data }) => ('displayName' in data ? data.displayName : '')))];
    t.same(
      firsts,
      Array.from({ length: 12 }, (_, n) => `n${n}`),
    );
  }
});
