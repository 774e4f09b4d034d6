import t from 'tap';
import { Lane } from '../../src/audio/lane.ts';

const busy = {
  code: 'UNAVAILABLE',
  status: 503,
  detail: 'Too many files at once; try again shortly',
  headers: { 'retry-after': '5' },
};

t.test('one at a time, in their order, and what fails stops no other', async (t) => {
  const lane = new Lane({ queueLimit: 10 });
  let working = 0;
  const done: number[] = [];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) =>
      lane.run(async () => {
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

t.test('who would wait behind too many is told to come back', async (t) => {
  const lane = new Lane({ queueLimit: 1 });
  const first = Promise.withResolvers<string>();
  const running = [lane.run(() => first.promise), lane.run(async () => 'second')];
  await t.rejects(
    lane.run(async () => 'third'),
    busy,
  );
  first.resolve('first');
  t.same(await Promise.all(running), ['first', 'second']);
  t.equal(await lane.run(async () => 'later'), 'later');
});

t.test('who has waited too long is told to come back, and the work is not done for nobody', async (t) => {
  const lane = new Lane({ queueLimit: 1, waitMs: 20 });
  const first = Promise.withResolvers<string>();
  const running = lane.run(() => first.promise);
  const waiting = lane.run(async () => t.fail('nobody waits for it'));
  await t.rejects(waiting, busy);
  first.resolve('first');
  t.equal(await running, 'first', 'what has begun is not given up');
  t.equal(await lane.run(async () => 'later'), 'later');
});
