import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { MemoryLimiter } from '@downbeat/shared/memory-limiter';

const HOUR_MS = 3_600_000;

/** Sets the wall clock of this process for the rest of a test. */
function stepClock(t: { teardown(handler: () => void): void }, ms: number): void {
  const { now } = Date;
  Date.now = () => now() + ms;
  t.teardown(() => (Date.now = now));
}

for (const stepMs of [HOUR_MS, -HOUR_MS]) {
  t.test(`keeps its counts when the clock steps by ${stepMs / HOUR_MS} h`, async (t) => {
    const limiter = new MemoryLimiter({ keyPrefix: 'test', points: 2, duration: 60 });
    await limiter.consume('ada');
    await limiter.consume('ada');
    stepClock(t, stepMs);
    t.match(await limiter.consume('ada').catch((refusal: unknown) => refusal), { consumedPoints: 3 });
    const { msBeforeNext = 0 } = (await limiter.get('ada')) ?? {};
    t.ok(msBeforeNext > 0 && msBeforeNext <= 60_000, `${msBeforeNext} ms`);
    t.match(await limiter.consume('bob'), { consumedPoints: 1, remainingPoints: 1 });
  });
}

t.test('begins again when its time is over', async (t) => {
  const limiter = new MemoryLimiter({ keyPrefix: 'test', points: 1, duration: 0.2 });
  await limiter.consume('ada');
  await t.rejects(limiter.consume('ada'));
  t.match(await waitFor('the next grant', () => limiter.consume('ada')), { consumedPoints: 1 });
});

t.test('takes points back, sets, blocks and deletes', async (t) => {
  const limiter = new MemoryLimiter({ keyPrefix: 'test', points: 3, duration: 60 });
  t.match(await limiter.penalty('ada', 2), { consumedPoints: 2 });
  t.match(await limiter.reward('ada'), { consumedPoints: 1 });
  t.match(await limiter.set('ada', 5, 10), { consumedPoints: 5, remainingPoints: 0 });
  t.equal(await limiter.delete('ada'), true);
  t.equal(await limiter.get('ada'), null);
  t.match(await limiter.block('ada', 10), { consumedPoints: 4 });
  t.match(await limiter.penalty('bob', 1, { customDuration: 1 }), { msBeforeNext: Number });
});

t.test('forgets the oldest counts beyond its limit', async (t) => {
  const limiter = new MemoryLimiter({ keyPrefix: 'test', points: 1, duration: 60 });
  for (let n = 0; n <= 100_000; n += 1) await limiter.penalty(n);
  t.equal(await limiter.get(0), null);
  t.match(await limiter.get(100_000), { consumedPoints: 1 });
});
