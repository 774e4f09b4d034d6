import fastify from 'fastify';
import t from 'tap';
import { attach } from '@downbeat/shared/connections';
import type { App } from '@downbeat/shared/http';
import { connectRedis } from '@downbeat/shared/redis';
import {
  captureLog,
  startFaultProxy,
  startRedisServer,
  testBackends,
  waitFor,
} from '@downbeat/shared/test-kit';
import { Registry } from '@prometheus-io/client';

t.test('a service starts while Redis is away, and uses it when it comes', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, redisUrl);
  await proxy.down();
  const { logger, withMessage } = captureLog();
  const app: App = fastify();
  const connection = connectRedis({ url: proxy.url, keyPrefix: redisKeyPrefix, logger });
  await attach(app, { redis: connection });
  await app.ready();
  await t.rejects(app.redis.get('anything'));
  await t.rejects(connection.readinessCheck.check());
  t.equal(connection.readinessCheck.required, false);
  await proxy.up();
  await waitFor('Redis', () => connection.readinessCheck.check().then(() => true));
  await app.redis.set('greeting', 'hello');
  t.equal(await app.redis.get('greeting'), 'hello');
  t.equal(withMessage('Redis is away').length, 1, 'one line, not one per attempt');
  t.equal(withMessage('Redis is back').length, 1);
  await app.close();
  t.equal(connection.redis.status, 'end');
});

t.test(
  'a command to a frozen Redis fails within its time limit, and Redis is used again when it thaws',
  async (t) => {
    const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
    const proxy = await startFaultProxy(t, redisUrl);
    const { redis, close } = connectRedis({
      url: proxy.url,
      keyPrefix: redisKeyPrefix,
      commandTimeoutMs: 200,
    });
    // The limit counts from the call, also while the connection is made.
    await waitFor('Redis', () => redis.set('key', '1'));
    proxy.freeze();
    const began = performance.now();
    await t.rejects(redis.get('key'), { message: 'Command timed out' });
    t.ok(performance.now() - began < 1_000);
    proxy.thaw();
    await waitFor('an answer', () => redis.get('key'));
    await close();
  },
);

t.test('keys get the prefix', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const prefixed = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  const bare = connectRedis({ url: redisUrl, keyPrefix: '' });
  await prefixed.redis.set('a', '1');
  t.equal(await bare.redis.get(`${redisKeyPrefix}a`), '1');
  await Promise.all([prefixed.close(), bare.close()]);
});

t.test('readiness and the metrics tell how full Redis is', async (t) => {
  const server = await startRedisServer(t, ['--maxmemory', '20mb', '--maxmemory-policy', 'noeviction']);
  const app: App = fastify();
  app.decorate('metricsRegistry', new Registry());
  const connection = connectRedis({ url: server.url });
  await attach(app, { redis: connection });
  const used = async () => {
    const text = await app.metricsRegistry.metrics();
    t.match(text, /^downbeat_redis_memory_bytes\{kind="limit"\} 20971520$/m);
    return Number(/^downbeat_redis_memory_bytes\{kind="used"\} (\d+)$/m.exec(text)?.[1]);
  };
  t.ok((await used()) < 8_000_000);
  await connection.readinessCheck.check();
  const keys = Array.from({ length: 15 }, (_, index) => `key-${index}`);
  for (const key of keys) await app.redis.set(key, '.'.repeat(1_000_000));
  t.ok((await used()) > 15_000_000);
  await t.rejects(connection.readinessCheck.check(), { message: /^\d\d % of its memory limit is used$/ });
  await app.redis.del(keys);
  await waitFor('room', () => connection.readinessCheck.check().then(() => true));
  await app.close();
});
