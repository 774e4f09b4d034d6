import { AsyncLocalStorage } from 'node:async_hooks';
import t from 'tap';
import { KeyedBulkhead } from '../src/keyed-bulkhead.ts';

t.test('queues tasks per key, up to its limit', async (t) => {
  const bulkhead = new KeyedBulkhead(1, 2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = bulkhead.run('a', () => promise);
  const second = bulkhead.run('a', async () => 'second');
  const third = bulkhead.run('a', async () => 'third');
  await t.rejects(bulkhead.run('a', async () => 'fourth'));
  t.equal(await bulkhead.run('b', async () => 'free'), 'free');
  resolve('first');
  t.strictSame(await Promise.all([first, second, third]), ['first', 'second', 'third']);
});

t.test('runs the next task after a failure', async (t) => {
  const bulkhead = new KeyedBulkhead(1, 2);
  await t.rejects(
    bulkhead.run('a', () => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  );
  t.equal(await bulkhead.run('a', async () => 'next'), 'next');
});

t.test('runs a queued task in the async context of its own request', async (t) => {
  const storage = new AsyncLocalStorage<number>();
  const bulkhead = new KeyedBulkhead(1, 100);
  const runs = Array.from({ length: 50 }, (_, request) =>
    storage.run(request, () => bulkhead.run('a', async () => storage.getStore())),
  );
  t.strictSame(
    await Promise.all(runs),
    Array.from({ length: 50 }, (_, request) => request),
  );
});
