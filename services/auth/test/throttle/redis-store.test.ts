import { connectRedis } from '@downbeat/shared/redis';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { backoffMs } from '../../src/throttle/failures.ts';
import { createFailureStore } from '../../src/throttle/redis-store.ts';

const rules = {
  freeFailures: 3,
  firstWaitMs: 20_000,
  maxWaitMs: 100_000,
  addressFailures: 8,
  addressWindowMs: 300_000,
};
const SLOWEST_MACHINE_MS = 15_000;
const suspect = { account: 'ada', address: '192.0.2.1' };

const twoStores = async (t: Test) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const connection = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(() => connection.close());
  await waitFor('Redis', () => connection.redis.status === 'ready');
  const store = () => createFailureStore(connection.redis, rules, captureLog().logger);
  return { one: store(), two: store(), redis: connection.redis, redisKeyPrefix };
};

const isAbout = (t: Test, waitMs: number, expected: number): void => {
  const near = waitMs <= expected && waitMs >= expected - SLOWEST_MACHINE_MS;
  t.ok(near, `${waitMs} ms of ${expected}`);
};

t.test('Redis counts by the same rules, for all instances', async (t) => {
  const { one, two, redis, redisKeyPrefix } = await twoStores(t);
  for (let failure = 0; failure < 3; failure += 1) {
    t.equal(await (failure % 2 === 0 ? one : two).reserve(suspect), 0);
  }
  isAbout(t, await one.reserve(suspect), backoffMs(3, rules));
  isAbout(t, await two.reserve(suspect), backoffMs(3, rules));
  t.equal(await two.reserve({ ...suspect, account: 'bob' }), 0);
  await two.clear(suspect);
  t.equal(await one.reserve(suspect), 0, 'a success forgets the failures before it');

  for (let failure = 0; failure < 4; failure += 1) {
    t.equal(await one.reserve({ ...suspect, account: `guess ${failure}` }), 0);
  }
  isAbout(t, await two.reserve({ ...suspect, account: 'eve' }), rules.addressWindowMs);
  t.equal(await two.reserve({ account: 'eve', address: '192.0.2.2' }), 0);

  const keys = await redis.keys(`${redisKeyPrefix}*`);
  t.ok(keys.length > 0);
  for (const key of keys)
    t.ok((await redis.pttl(key.slice(redisKeyPrefix.length))) > 0, `${key} is forgotten`);
});

t.test('pauses double up to the longest', async (t) => {
  const { one, redis } = await twoStores(t);
  const key = `auth:failures:account:${suspect.account}:${suspect.address}`;
  for (let failures = 1; failures <= 7; failures += 1) {
    t.equal(await one.reserve(suspect), 0);
    const until = Number(await redis.hget(key, 'blockedUntilMs'));
    if (failures < rules.freeFailures) t.equal(until, 0);
    else isAbout(t, until - Date.now(), backoffMs(failures, rules));
    await redis.hdel(key, 'blockedUntilMs');
  }
});

t.test('of many attempts at once no more begin than may fail', async (t) => {
  const { one, two } = await twoStores(t);
  const reserveAll = async (account: (n: number) => string, address: string): Promise<number> => {
    const waits = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        (n % 2 === 0 ? one : two).reserve({ account: account(n), address }),
      ),
    );
    return waits.filter((waitMs) => waitMs === 0).length;
  };
  t.equal(await reserveAll((n) => `account ${n}`, '192.0.2.1'), rules.addressFailures);
  t.equal(await reserveAll(() => 'ada', '192.0.2.2'), rules.freeFailures);
});

t.test('what did not fail is given back', async (t) => {
  const { one, two } = await twoStores(t);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const person = { ...suspect, account: `account ${attempt % 5}` };
    t.equal(await one.reserve(person), 0);
    await (attempt % 2 === 0 ? two.clear(person) : two.release(person));
  }
  await one.clear(suspect);
  for (let failure = 0; failure < rules.addressFailures; failure += 1) {
    t.equal(await one.reserve({ ...suspect, account: `guess ${failure}` }), 0);
  }
  isAbout(t, await two.reserve({ ...suspect, account: 'the next' }), rules.addressWindowMs);
});
