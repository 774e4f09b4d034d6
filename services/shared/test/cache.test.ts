import { Type } from '@sinclair/typebox';
import t from 'tap';
import { createCache } from '@downbeat/shared/cache';
import { connectRedis, redisKeys } from '@downbeat/shared/redis';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';

const Track = Type.Object({ id: Type.String(), plays: Type.Integer() }, { additionalProperties: false });
const options = { prefix: 'tracks', ttlSeconds: 60, schema: Track };

t.test('cache', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, redisUrl);
  const { redis, close } = connectRedis({ url: proxy.url, keyPrefix: redisKeyPrefix, commandTimeoutMs: 200 });
  t.teardown(close);
  await waitFor('Redis', () => redis.status === 'ready');
  const cache = createCache(redis, options);
  const entry = (key: string) => redisKeys.cacheEntry('tracks', '0', key);

  t.test('a value of another schema is a miss', async (t) => {
    await redis.set(entry('old'), JSON.stringify({ id: 'old', plays: 'many' }));
    await redis.set(entry('extra'), JSON.stringify({ id: 'extra', plays: 1, owner: 'ada' }));
    await redis.set(entry('broken'), '{"id":');
    t.equal(await cache.get('old'), null);
    t.equal(await cache.get('extra'), null);
    t.equal(await cache.get('broken'), null);
    t.same(await cache.remember('old', async () => ({ id: 'old', plays: 2 })), { id: 'old', plays: 2 });
    t.same(await cache.get('old'), { id: 'old', plays: 2 });
  });

  t.test('what load throws is thrown, and nothing is cached', async (t) => {
    const failing = cache.remember('failing', () => Promise.reject(new Error('no such track')));
    await t.rejects(failing, { message: 'no such track' });
    t.equal(await cache.get('failing'), null);
  });

  t.test('a value is loaded once, and expires', async (t) => {
    let loads = 0;
    const load = async () => ({ id: 'one', plays: (loads += 1) });
    t.same(await cache.remember('one', load), { id: 'one', plays: 1 });
    t.same(await cache.remember('one', load), { id: 'one', plays: 1 });
    t.equal(await cache.get('two'), null);
    const ttl = await redis.ttl(entry('one'));
    t.ok(ttl > 50 && ttl <= 60);
  });

  t.test('clear removes every entry, and what is being loaded at the moment', async (t) => {
    await cache.set('kept', { id: 'kept', plays: 1 });
    t.same(await cache.get('kept'), { id: 'kept', plays: 1 });
    await cache.remember('stale', async () => {
      await cache.clear();
      return { id: 'stale', plays: 1 };
    });
    t.equal(await cache.get('kept'), null);
    t.equal(await cache.get('stale'), null);
  });

  t.test('another cache is not touched', async (t) => {
    const other = createCache(redis, { ...options, prefix: 'other' });
    await other.set('a', { id: 'a', plays: 1 });
    await cache.clear();
    t.same(await other.get('a'), { id: 'a', plays: 1 });
  });

  t.test('without Redis everything is a miss, at once', async (t) => {
    await cache.set('there', { id: 'there', plays: 1 });
    proxy.freeze();
    const began = performance.now();
    for (let n = 0; n < 20; n += 1) {
      t.same(await cache.remember('there', async () => ({ id: 'there', plays: n })), {
        id: 'there',
        plays: n,
      });
    }
    t.ok(performance.now() - began < 900, 'one time limit, not twenty');
    proxy.thaw();
    await proxy.down();
    await waitFor('the client to notice', () => redis.status !== 'ready');
    t.equal(await cache.get('there'), null);
    await cache.set('there', { id: 'there', plays: 9 });
    await cache.clear();
    await proxy.up();
    await waitFor('the cache', () => cache.get('there'));
  });
});
