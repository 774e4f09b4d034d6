import { connectRedis } from '@downbeat/shared/redis';
import { testBackends } from '@downbeat/shared/test-kit';
import { microseconds } from '@downbeat/timing';
import t from 'tap';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { redisReference, systemClock } from '../../src/listening/store/reference-clock.ts';
import { Timebase, type ReferenceChange } from '../../src/listening/store/timebase.ts';
import { FakeReference, skewedClock } from './kit/clocks.ts';

/** The difference of two clocks, without the time that it takes to read them. */
function errorUs(one: { nowUs(): number }, other: { nowUs(): number }): number {
  const before = other.nowUs();
  const now = one.nowUs();
  const after = other.nowUs();
  return Math.max(before - now, now - after, 0);
}

t.test('is not ready before the first answer of the reference', async (t) => {
  const reference = new FakeReference();
  const timebase = new Timebase(systemClock, reference);
  reference.fails = true;
  await t.rejects(timebase.update(), new Error('the reference is away'));
  t.equal(timebase.ready, false);
  t.throws(() => timebase.nowUs());
  t.equal(timebase.shiftFrom('anything'), undefined);
});

t.test('keeps the time when the reference goes away', async (t) => {
  const reference = new FakeReference();
  const timebase = new Timebase(systemClock, reference);
  await timebase.update();
  reference.fails = true;
  await t.rejects(timebase.update());
  t.equal(timebase.ready, true);
  t.ok(errorUs(timebase, reference) < 1000);
});

t.test('agrees on the time with instances whose clocks are 5 s apart and drift by 50 ppm', async (t) => {
  const reference = new FakeReference();
  const instances = [skewedClock(0, -25), skewedClock(5_000, 25), skewedClock(0)];
  const timebases = instances.map((clock) => new Timebase(clock, reference));
  for (let bursts = 0; bursts < 5; bursts += 1) {
    for (const timebase of timebases) await timebase.update();
  }
  for (const timebase of timebases) {
    const error = errorUs(timebase, reference);
    t.ok(error < 300, `${error} us from the reference`);
    t.ok(Number.isInteger(timebase.nowUs()));
  }
});

t.test('reports a step of the reference as one change for all instances, with its size', async (t) => {
  const reference = new FakeReference();
  const timebases = [new Timebase(systemClock, reference), new Timebase(skewedClock(5_000), reference)];
  const changes: ReferenceChange[][] = [[], []];
  timebases.forEach((timebase, index) => timebase.onChange((change) => changes[index]!.push(change)));
  for (const timebase of timebases) await timebase.update();
  const before = timebases[0]!.reference;
  reference.step(30_000_000);
  for (const timebase of timebases) await timebase.update();
  for (const timebase of timebases) await timebase.update();
  t.equal(reference.announced, 1, 'counted once');
  for (const seen of changes) {
    t.equal(seen.length, 1);
    t.match(seen[0], { from: before, to: 'run-1:1' });
    t.ok(Math.abs(seen[0]!.shiftUs - 30_000_000) < 2_000, `${seen[0]!.shiftUs} us`);
  }
  t.ok(Math.abs(timebases[1]!.shiftFrom(before)! - 30_000_000) < 2_000);
});

t.test('follows a slewed clock without a change of reference', async (t) => {
  const reference = new FakeReference();
  const timebase = new Timebase(systemClock, reference);
  await timebase.update();
  timebase.onChange(() => t.fail('3 ms is not a step'));
  reference.step(3_000);
  await timebase.update();
  t.equal(timebase.reference, 'run-1:0');
  t.ok(errorUs(timebase, reference) < 500);
});

t.test('treats another server as another reference, even with the same time', async (t) => {
  const reference = new FakeReference();
  const timebase = new Timebase(systemClock, reference);
  await timebase.update();
  const changes: ReferenceChange[] = [];
  timebase.onChange((change) => changes.push(change));
  reference.runId = 'run-2';
  await timebase.update();
  t.match(changes, [{ from: 'run-1:0', to: 'run-2:0' }]);
  t.ok(Math.abs(changes[0]!.shiftUs) < 2_000);
  t.equal(timebase.shiftFrom('run-0:0'), undefined, 'a reference that this instance never used');
});

t.test('uses Redis TIME over a real connection', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const connection = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(() => connection.close());
  const reference = redisReference(
    withListeningCommands(connection.redis),
    new ListeningKeys(redisKeyPrefix),
  );
  const timebases = [
    new Timebase(skewedClock(0, 50), reference),
    new Timebase(skewedClock(5_000, -50), reference),
  ];
  for (const timebase of timebases) await timebase.update();
  const apart = errorUs(timebases[0]!, timebases[1]!);
  t.ok(apart < 2_000, `${apart} us apart`);
  t.equal(timebases[0]!.reference, timebases[1]!.reference);
  t.match(timebases[0]!.reference, /^[0-9a-f]{40}:0$/);
  t.equal(await reference.announceStep(0), 1);
  t.equal(await reference.announceStep(0), 1, 'another instance announced it');
  t.equal(await reference.announceStep(1), 2);
  t.equal((await reference.readUs()) > microseconds(1.7e15), true);
});
