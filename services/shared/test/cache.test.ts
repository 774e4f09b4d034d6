import { type Static, Type } from '@sinclair/typebox';
import t from 'tap';
import { createGeneration, createMemoryCache, createStoredCache } from '@downbeat/shared/cache';
import type { Redis } from 'ioredis';
import { connectRedis, redisKeys } from '@downbeat/shared/redis';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';

const Track = Type.Object({ id: Type.String(), plays: Type.Integer() }, { additionalProperties: false });
type Track = Static<typeof Track>;

/** Memory in front of Redis, as music keeps its pages. */
function createCache(redis: Redis, prefix = 'tracks') {
  const generation = createGeneration(redis, prefix);
  const memory = createMemoryCache<Track>([generation], { ttlSeconds: 60, limit: 3 });
  const stored = createStoredCache(redis, { prefix, ttlSeconds: 60, schema: Track });
  return {
    clear: () => generation.advance(),
    remember: (key: string, load: () => Promise<Track>) =>
      memory.remember(key, (current) => stored.remember(current, key, load)),
  };
}

t.test('cache', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const proxy = await startFaultProxy(t, redisUrl);
  const { redis, close } = connectRedis({ url: proxy.url, keyPrefix: redisKeyPrefix });
  t.teardown(close);
  await waitFor('Redis', () => redis.status === 'ready');
  const entry = (key: string) => redisKeys.cacheEntry('tracks', '0', key);
  // As many instances of one service: each has its own memory.
  const instance = () => createCache(redis);
  const track = (id: string, plays = 1) => ({ id, plays });
  const missed = async () => track('loaded', 99);
  let loads = 0;
  const count = async () => track('counted', (loads += 1));

  t.test('a value of another schema is a miss', async (t) => {
    await redis.set(entry('old'), JSON.stringify({ id: 'old', plays: 'many' }));
    await redis.set(entry('extra'), JSON.stringify({ id: 'extra', plays: 1, owner: 'ada' }));
    await redis.set(entry('broken'), '{"id":');
    for (const key of ['old', 'extra', 'broken'])
      t.same(await instance().remember(key, missed), track('loaded', 99));
    t.same(await instance().remember('old', count), track('loaded', 99), 'the loaded value is stored');
    t.equal(loads, 0);
  });

  t.test('what load throws is thrown, and nothing is cached', async (t) => {
    const cache = instance();
    const failing = cache.remember('failing', () => Promise.reject(new Error('no such track')));
    await t.rejects(failing, { message: 'no such track' });
    t.same(await cache.remember('failing', missed), track('loaded', 99));
  });

  t.test('a value is loaded once for all instances, and expires', async (t) => {
    const first = instance();
    const value = await first.remember('one', count);
    t.same(value, track('counted', 1));
    t.equal(await first.remember('one', count), value, 'from memory: the same object');
    t.same(await instance().remember('one', count), value, 'from Redis');
    const ttl = await redis.ttl(entry('one'));
    t.ok(ttl > 50 && ttl <= 60);
  });

  t.test('the memory is bounded', async (t) => {
    const cache = instance();
    const first = await cache.remember('a', async () => track('a'));
    for (const key of ['b', 'c', 'd']) await cache.remember(key, async () => track(key));
    const again = await cache.remember('a', missed);
    t.same(again, first, 'from Redis');
    t.not(again, first);
  });

  t.test('clear removes every entry, and what is being loaded at the moment', async (t) => {
    const [here, there] = [instance(), instance()];
    for (const cache of [here, there]) await cache.remember('kept', async () => track('kept'));
    await here.remember('stale', async () => {
      await here.clear();
      return track('stale');
    });
    t.same(await here.remember('kept', missed), track('loaded', 99), 'at once where it was cleared');
    t.same(await here.remember('stale', missed), track('loaded', 99));
    const seen = async () => (await there.remember('kept', missed)).plays === 99;
    await waitFor('the other instance', seen, { timeoutMs: 1_000 });
  });

  t.test('a value that depends on two generations is removed with each of them', async (t) => {
    const generations = ['left', 'right'].map((name) => createGeneration(redis, name));
    const memory = createMemoryCache<number>(generations, { ttlSeconds: 60, limit: 100, sizeOf: (n) => n });
    t.equal(await memory.remember('a', async () => 1), 1);
    t.equal(await memory.remember('a', async () => 2), 1);
    await generations[0]!.advance();
    t.equal(await memory.remember('a', async () => 2), 2);
    await generations[1]!.advance();
    t.equal(await memory.remember('a', async () => 3), 3);
    t.equal(await memory.remember('large', async () => 101), 101);
    t.equal(await memory.remember('large', async () => 4), 4, 'larger than the memory');
  });

  t.test('another cache is not touched', async (t) => {
    const other = createCache(redis, 'other');
    await other.remember('a', async () => track('a'));
    await instance().clear();
    t.same(await other.remember('a', missed), track('a'));
  });

  t.test('without Redis everything is a miss, at once', async (t) => {
    const cache = instance();
    await cache.remember('there', async () => track('there'));
    proxy.freeze();
    await waitFor('a read that asks Redis', async () => (await cache.remember('there', missed)).plays === 99);
    const began = performance.now();
    for (let n = 0; n < 20; n += 1)
      t.same(await cache.remember('there', async () => track('there', n)), track('there', n));
    t.ok(performance.now() - began < 5_000, 'one time limit, not twenty');
    proxy.thaw();
    await proxy.down();
    await waitFor('the client to notice', () => redis.status !== 'ready');
    t.same(await cache.remember('there', missed), track('loaded', 99));
    await cache.clear();
    await proxy.up();
    await waitFor('the cache', async () => (await cache.remember('there', missed)).plays === 1);
  });
});
