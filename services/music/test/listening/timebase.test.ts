import { connectRedis } from '@downbeat/shared/redis';
import { startRedisServer, testBackends } from '@downbeat/shared/test-kit';
import { microseconds } from '@downbeat/timing';
import t, { type Test } from 'tap';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import {
  createReferenceAgreement,
  redisReference,
  systemClock,
} from '../../src/listening/store/reference-clock.ts';
import { Timebase, type ReferenceChange } from '../../src/listening/store/timebase.ts';
import { FakeReference, skewedClock } from './kit/clocks.ts';

/** The difference of two clocks, without the time that it takes to read them. */
function errorUs(one: { nowUs(): number }, other: { nowUs(): number }): number {
  const before = other.nowUs();
  const now = one.nowUs();
  const after = other.nowUs();
  return Math.max(before - now, now - after, 0);
}

/** A reference whose time the test decides, and the timebases of instances that agree on it in Redis. */
async function harness(t: Test) {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const { redis, close } = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(close);
  const keys = new ListeningKeys(redisKeyPrefix);
  const agree = createReferenceAgreement(withListeningCommands(redis), keys);
  const reference = new FakeReference();
  return {
    reference,
    redis,
    agree,
    instance: (clock = systemClock) => new Timebase(clock, reference, agree),
    flush: () => redis.del(keys.reference()),
  };
}

t.test('is not ready before the first answer of the reference', async (t) => {
  const { reference, instance } = await harness(t);
  const timebase = instance();
  reference.fails = true;
  await t.rejects(timebase.update(), new Error('the reference is away'));
  t.equal(timebase.ready, false);
  t.throws(() => timebase.nowUs());
  t.equal(timebase.shiftFrom('anything'), undefined);
});

t.test('keeps the time when the reference goes away', async (t) => {
  const { reference, instance } = await harness(t);
  const timebase = instance();
  await timebase.update();
  reference.fails = true;
  await t.rejects(timebase.update());
  t.equal(timebase.ready, true);
  t.ok(errorUs(timebase, reference) < 1000);
});

t.test('agrees on the time with instances whose clocks are 5 s apart and drift by 50 ppm', async (t) => {
  const { reference, instance } = await harness(t);
  const timebases = [skewedClock(0, -25), skewedClock(5_000, 25), skewedClock(0)].map(instance);
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
  const { reference, instance } = await harness(t);
  const timebases = [instance(), instance(skewedClock(5_000))];
  const changes: ReferenceChange[][] = [[], []];
  timebases.forEach((timebase, index) => timebase.onChange((change) => changes[index]!.push(change)));
  for (const timebase of timebases) await timebase.update();
  const before = timebases[0]!.reference;
  reference.step(30_000_000);
  for (const timebase of timebases) await timebase.update();
  for (const timebase of timebases) await timebase.update();
  for (const seen of changes) {
    t.equal(seen.length, 1);
    t.match(seen[0], { from: before, to: 'run-1:1' });
    t.ok(Math.abs(seen[0]!.shiftUs - 30_000_000) < 2_000, `${seen[0]!.shiftUs} us`);
  }
  t.ok(Math.abs(timebases[1]!.shiftFrom(before)! - 30_000_000) < 2_000);
});

t.test('does not forget a step that could not be agreed on at first', async (t) => {
  const { reference, agree } = await harness(t);
  let isAway = false;
  const timebase = new Timebase(systemClock, reference, async (claim) => {
    if (isAway) throw new Error('Redis is away');
    return agree(claim);
  });
  await timebase.update();
  reference.step(30_000_000);
  isAway = true;
  await t.rejects(timebase.update(), new Error('Redis is away'));
  t.equal(timebase.reference, 'run-1:0');
  t.ok(errorUs(timebase, reference) > 29_000_000, 'the time belongs to the reference still');
  isAway = false;
  await timebase.update();
  t.equal(timebase.reference, 'run-1:1');
  t.ok(errorUs(timebase, reference) < 1_000);
});

t.test('follows a slewed clock without a change of reference', async (t) => {
  const { reference, instance } = await harness(t);
  const timebase = instance();
  await timebase.update();
  timebase.onChange(() => t.fail('3 ms is not a step'));
  reference.step(3_000);
  await timebase.update();
  t.equal(timebase.reference, 'run-1:0');
  t.ok(errorUs(timebase, reference) < 500);
});

t.test('keeps the reference when the server restarts and shows the same time', async (t) => {
  const { reference, instance } = await harness(t);
  const timebases = [instance(), instance()];
  for (const timebase of timebases) {
    await timebase.update();
    timebase.onChange(() => t.fail('nothing has changed'));
  }
  reference.run = 'run-2';
  for (const timebase of timebases) await timebase.update();
  t.strictSame(
    timebases.map((timebase) => timebase.reference),
    ['run-1:0', 'run-1:0'],
  );
});

t.test('begins one new reference when another server shows another time', async (t) => {
  const { reference, instance } = await harness(t);
  const timebases = [instance(), instance()];
  for (const timebase of timebases) await timebase.update();
  reference.run = 'run-2';
  reference.step(-5_000_000);
  for (const timebase of timebases) await timebase.update();
  for (const timebase of timebases) {
    t.equal(timebase.reference, 'run-2:1');
    t.ok(Math.abs(timebase.shiftFrom('run-1:0')! + 5_000_000) < 2_000);
    t.equal(timebase.shiftFrom('run-0:0'), undefined, 'a reference that this instance never used');
  }
});

t.test(
  'begins a new reference when no instance has seen whether the clock of the server went on',
  async (t) => {
    const { reference, instance } = await harness(t);
    await instance().update();
    reference.run = 'run-2';
    const fresh = instance();
    await fresh.update();
    t.equal(fresh.reference, 'run-2:1');
  },
);

t.test('lets a running instance decide first whether the clock of a restarted server went on', async (t) => {
  const { reference, instance } = await harness(t);
  const [running, fresh] = [instance(), instance()];
  await running.update();
  reference.run = 'run-2';
  reference.uptimeSeconds = 1;
  await t.rejects(fresh.update());
  t.equal(fresh.ready, false);
  await running.update();
  await fresh.update();
  t.strictSame([running.reference, fresh.reference], ['run-1:0', 'run-1:0']);
});

t.test('keeps the reference when Redis is flushed, also when a new instance is there first', async (t) => {
  const { reference, instance, flush } = await harness(t);
  const [running, fresh] = [instance(), instance()];
  await running.update();
  reference.step(30_000_000);
  await running.update();
  await flush();
  await fresh.update();
  t.equal(fresh.reference, 'run-1:0');
  await running.update();
  t.equal(running.reference, 'run-1:1');
  await fresh.update();
  t.equal(fresh.reference, 'run-1:1');
  t.ok(Math.abs(fresh.shiftFrom('run-1:0')!) < 1_000);
});

t.test('measures at once when it is behind a reference, and not when it is ahead', async (t) => {
  const { reference, instance } = await harness(t);
  const [first, second] = [instance(), instance()];
  for (const timebase of [first, second]) await timebase.update();
  reference.step(30_000_000);
  await first.update();
  await Promise.all([second.catchUp(first.reference), second.catchUp(first.reference)]);
  t.equal(second.reference, 'run-1:1');
  t.ok(errorUs(second, reference) < 1_000);
  reference.fails = true;
  await second.catchUp('run-1:0');
  await second.catchUp('run-1:1');
  await t.rejects(second.catchUp('run-1:2'));
});

t.test('begins a reference that is newer than every one that it has seen', async (t) => {
  const { instance } = await harness(t);
  const timebase = instance();
  await timebase.update();
  await timebase.catchUp('run-0:6');
  t.equal(timebase.reference, 'run-1:7');
  t.ok(Math.abs(timebase.shiftFrom('run-1:0')!) < 1_000);
});

t.test('goes on measuring when Redis is full', async (t) => {
  const server = await startRedisServer(t, ['--maxmemory-policy', 'noeviction']);
  const { redis, close } = connectRedis({ url: server.url });
  t.teardown(close);
  const agree = createReferenceAgreement(withListeningCommands(redis), new ListeningKeys(''));
  const timebase = new Timebase(systemClock, new FakeReference(), agree);
  await timebase.update();
  await redis.config('SET', 'maxmemory', '1');
  await t.rejects(redis.set('key', 'value'), { message: /^OOM/ });
  await timebase.update();
  t.equal(timebase.reference, 'run-1:0');
});

t.test('uses Redis TIME over a real connection', async (t) => {
  const { redis, agree } = await harness(t);
  const reference = redisReference(withListeningCommands(redis));
  const timebases = [
    new Timebase(skewedClock(0, 50), reference, agree),
    new Timebase(skewedClock(5_000, -50), reference, agree),
  ];
  for (const timebase of timebases) await timebase.update();
  const apart = errorUs(timebases[0]!, timebases[1]!);
  t.ok(apart < 2_000, `${apart} us apart`);
  t.equal(timebases[0]!.reference, timebases[1]!.reference);
  t.match(timebases[0]!.reference, /^[0-9a-f]{40}:0$/);
  t.equal((await reference.readUs()) > microseconds(1.7e15), true);
});
