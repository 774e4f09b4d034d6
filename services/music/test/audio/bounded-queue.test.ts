import t from 'tap';
import { BoundedQueue } from '../../src/audio/bounded-queue.ts';

const busy = {
  code: 'UNAVAILABLE',
  status: 503,
  detail: 'Too many files at once; try again shortly',
  headers: { 'retry-after': '5' },
};

t.test('runs one task at a time, in order; a failed task does not affect the others', async (t) => {
  const queue = new BoundedQueue({ queueLimit: 10 });
  let working = 0;
  const done: number[] = [];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) =>
      queue.run(async () => {
        working += 1;
        t.equal(working, 1);
        await Promise.resolve();
        working -= 1;
        done.push(n);
        if (n % 2 === 1) throw new Error(`${n}`);
        return n;
      }),
    ),
  );
  t.same(done, [0, 1, 2, 3, 4, 5]);
  t.same(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed')),
    [0, 'failed', 2, 'failed', 4, 'failed'],
  );
});

t.test('refuses a task when the queue is full', async (t) => {
  const queue = new BoundedQueue({ queueLimit: 1 });
  const first = Promise.withResolvers<string>();
  const running = [queue.run(() => first.promise), queue.run(async () => 'second')];
  await t.rejects(
    queue.run(async () => 'third'),
    busy,
  );
  first.resolve('first');
  t.same(await Promise.all(running), ['first', 'second']);
  t.equal(await queue.run(async () => 'later'), 'later');
});

t.test('refuses a task that has waited too long, and does not run it later', async (t) => {
  const queue = new BoundedQueue({ queueLimit: 1, waitMs: 20 });
  const first = Promise.withResolvers<string>();
  const running = queue.run(() => first.promise);
  const waiting = queue.run(async () => t.fail('was run after its refusal'));
  await t.rejects(waiting, busy);
  first.resolve('first');
  t.equal(await running, 'first', 'a running task is not interrupted');
  t.equal(await queue.run(async () => 'later'), 'later');
});
