import { connectRedis } from '@downbeat/shared/redis';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
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

t.test('Redis counts by the same rules, for all instances', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const connection = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(() => connection.close());
  await waitFor('Redis', () => connection.redis.status === 'ready');
  const [one, two] = [1, 2].map(() => createFailureStore(connection.redis, rules, captureLog().logger));
  if (one === undefined || two === undefined) throw new Error('two stores');
  const suspect = { account: 'ada', address: '192.0.2.1' };

  for (let failures = 1; failures <= 7; failures += 1) {
    await (failures % 2 === 0 ? one : two).fail(suspect);
    const expected = backoffMs(failures, rules);
    const waitMs = await one.waitMs(suspect);
    t.ok(
      waitMs <= expected && waitMs >= expected - SLOWEST_MACHINE_MS,
      `${failures} failures: ${waitMs} ms of ${expected}`,
    );
  }
  t.equal(await two.waitMs({ ...suspect, account: 'bob' }), 0);
  await two.clear(suspect);
  t.equal(await one.waitMs(suspect), 0);

  await one.fail({ ...suspect, account: 'bob' });
  const windowMs = await two.waitMs({ ...suspect, account: 'eve' });
  t.ok(
    windowMs > rules.addressWindowMs - 2 * SLOWEST_MACHINE_MS && windowMs <= rules.addressWindowMs,
    `${windowMs} ms`,
  );
  t.equal(await two.waitMs({ account: 'eve', address: '192.0.2.2' }), 0);

  const keys = await connection.redis.keys(`${redisKeyPrefix}*`);
  for (const key of keys)
    t.ok((await connection.redis.pttl(key.slice(redisKeyPrefix.length))) > 0, `${key} is forgotten`);
});
