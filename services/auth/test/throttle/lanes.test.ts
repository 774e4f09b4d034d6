import { AsyncLocalStorage } from 'node:async_hooks';
import t from 'tap';
import { Lanes } from '../../src/throttle/lanes.ts';

t.test('work waits for its own key only, in bounded numbers', async (t) => {
  const lanes = new Lanes(1, 2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = lanes.run('a', () => promise);
  const second = lanes.run('a', async () => 'second');
  const third = lanes.run('a', async () => 'third');
  await t.rejects(lanes.run('a', async () => 'fourth'));
  t.equal(await lanes.run('b', async () => 'free'), 'free');
  resolve('first');
  t.strictSame(await Promise.all([first, second, third]), ['first', 'second', 'third']);
});

t.test('a failure frees the lane', async (t) => {
  const lanes = new Lanes(1, 2);
  await t.rejects(
    lanes.run('a', () => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  );
  t.equal(await lanes.run('a', async () => 'next'), 'next');
});

t.test('work that has waited runs as the request that asked for it', async (t) => {
  const storage = new AsyncLocalStorage<number>();
  const lanes = new Lanes(1, 100);
  const runs = Array.from({ length: 50 }, (_, request) =>
    storage.run(request, () => lanes.run('a', async () => storage.getStore())),
  );
  t.strictSame(
    await Promise.all(runs),
    Array.from({ length: 50 }, (_, request) => request),
  );
});
