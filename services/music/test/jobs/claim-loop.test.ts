import { captureLog, waitFor } from '@downbeat/shared/test-kit';
import { WakeTimer } from '@downbeat/shared/timers';
import t, { type Test } from 'tap';
import { startClaimLoop } from '../../src/jobs/claim-loop.ts';

/** Longer than any test takes: a loop goes on by its timer only. */
const NEVER_MS = 600_000;

/** A loop over these jobs; `claims` and `work` may fail. */
function startLoop(
  t: Test,
  claimNext: () => Promise<string | null>,
  work: (job: string, signal: AbortSignal) => Promise<void>,
  pollMs = NEVER_MS,
) {
  const log = captureLog();
  const timer = new WakeTimer();
  const stop = startClaimLoop({
    claimNext,
    work,
    describe: (job) => ({ job }),
    failures: { work: 'not worked', claim: 'not claimed' },
    pollMs,
    logger: log.logger,
    timer,
  });
  t.teardown(stop);
  return { log, timer, stop };
}

t.test('does all due jobs, one after the other, and those of each wake-up', async (t) => {
  const due = ['a', 'b'];
  const done: string[] = [];
  let running = 0;
  const { timer } = startLoop(
    t,
    async () => due.shift() ?? null,
    async (job) => {
      t.equal(++running, 1);
      await Promise.resolve();
      running--;
      done.push(job);
    },
  );
  await waitFor('the first jobs', () => done.length === 2);
  due.push('c');
  timer.wake();
  await waitFor('the next job', () => done.length === 3);
  t.same(done, ['a', 'b', 'c']);
});

t.test('goes on after a job that fails, and after a claim that fails, and logs both', async (t) => {
  const due = ['bad', 'good'];
  const done: string[] = [];
  let claims = 0;
  const { log } = startLoop(
    t,
    async () => {
      if (++claims === 1) throw new Error('no database');
      return due.shift() ?? null;
    },
    async (job) => {
      if (job === 'bad') throw new Error('no network');
      done.push(job);
    },
    1,
  );
  await waitFor('the good job', () => done.length === 1);
  const text = JSON.stringify(log.lines);
  t.match(text, 'not claimed');
  t.match(text, 'not worked');
  t.match(text, 'bad');
});

t.test('ends when the job that it works on has ended, and claims no further one', async (t) => {
  let claims = 0;
  let isDone = false;
  const { stop } = startLoop(
    t,
    async () => `${++claims}`,
    async (_job, signal) => {
      await waitFor('the end', () => signal.aborted);
      isDone = true;
    },
  );
  await waitFor('a job', () => claims === 1);
  await stop();
  t.ok(isDone);
  t.equal(claims, 1);
});
