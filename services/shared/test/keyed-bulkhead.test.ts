import { AsyncLocalStorage } from 'node:async_hooks';
import t from 'tap';
import { Deadline, runWithDeadline } from '../src/deadline.ts';
import { createKeyedBulkhead } from '../src/keyed-bulkhead.ts';

t.test('queues tasks per key, up to its limit', async (t) => {
  const run = createKeyedBulkhead(1, 2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = run('a', () => promise);
  const second = run('a', async () => 'second');
  const third = run('a', async () => 'third');
  await t.rejects(run('a', async () => 'fourth'));
  t.equal(await run('b', async () => 'free'), 'free');
  resolve('first');
  t.strictSame(await Promise.all([first, second, third]), ['first', 'second', 'third']);
});

t.test('runs the next task after a failure', async (t) => {
  const run = createKeyedBulkhead(1, 2);
  await t.rejects(
    run('a', () => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  );
  t.equal(await run('a', async () => 'next'), 'next');
});

t.test('runs a queued task in the async context of its own request', async (t) => {
  const storage = new AsyncLocalStorage<number>();
  const run = createKeyedBulkhead(1, 100);
  const runs = Array.from({ length: 50 }, (_, request) =>
    storage.run(request, () => run('a', async () => storage.getStore())),
  );
  t.strictSame(
    await Promise.all(runs),
    Array.from({ length: 50 }, (_, request) => request),
  );
});

t.test('drops a queued task whose request is over, and goes on with the next', async (t) => {
  const run = createKeyedBulkhead(1, 10);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = run('a', () => promise);
  const [late, left] = [new Deadline(20), new Deadline(60_000)];
  const started: string[] = [];
  const queue = (deadline: Deadline, name: string) =>
    runWithDeadline(deadline, () => run('a', async () => void started.push(name)));
  const afterLate = queue(late, 'late');
  const afterLeft = queue(left, 'left');
  await t.rejects(afterLate, { name: 'DeadlineError' }, 'at its deadline, before its turn');
  const next = run('a', async () => 'next');
  for (const deadline of [late, left]) deadline.end();
  resolve('first');
  t.strictSame(await Promise.all([first, next]), ['first', 'next']);
  await t.rejects(afterLeft, { code: 'UNAVAILABLE' });
  t.strictSame(started, []);
});
