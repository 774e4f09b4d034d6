import type { Static, TSchema } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { newId } from './ids.ts';
import type { Logger } from './logging.ts';
import { createRedisGuard, redisKeys } from './redis.ts';
import { compile } from './validation.ts';

interface CacheOptions<S extends TSchema> {
  /** The cache's part of the Redis keys; caches with different schemas need different prefixes. */
  prefix: string;
  ttlSeconds: number;
  /** Anything found under a key that does not match (a value of an older release) is a miss. */
  schema: S;
  logger?: Logger;
}

/** A cache that never rejects: while Redis is away every read is a miss and nothing is written. */
export interface Cache<T> {
  /** The value, or null for a miss: absent, expired, of another schema, or Redis away. */
  get: (key: string) => Promise<T | null>;
  set: (key: string, value: T) => Promise<void>;
  /** The cached value, or what `load` returns, which is then cached. What `load` throws is thrown. */
  remember: (key: string, load: () => Promise<T>) => Promise<T>;
  /**
   * Removes every entry at once, and also what a running `remember` is about to store. Not possible while Redis is away:
   * entries may then be served until they expire.
   */
  clear: () => Promise<void>;
}

const FIRST_GENERATION = '0';

/** A cache of JSON values in Redis. */
export function createCache<S extends TSchema>(redis: Redis, options: CacheOptions<S>): Cache<Static<S>> {
  const { prefix, ttlSeconds } = options;
  const guard = createRedisGuard(redis, options.logger);
  const fits = compile(options.schema, 'exact');
  const generationKey = redisKeys.cacheGeneration(prefix);

  /** Null when Redis is away: then nothing is read or written. */
  const currentGeneration = () =>
    guard.attempt(async (client) => (await client.get(generationKey)) ?? FIRST_GENERATION);

  async function read(generation: string | null, key: string): Promise<Static<S> | null> {
    if (generation === null) return null;
    const text = await guard.attempt((client) => client.get(redisKeys.cacheEntry(prefix, generation, key)));
    try {
      const value: unknown = JSON.parse(text ?? 'null');
      return fits(value) ? value : null;
    } catch {
      return null;
    }
  }
  async function write(generation: string | null, key: string, value: Static<S>): Promise<void> {
    if (generation === null) return;
    const entry = redisKeys.cacheEntry(prefix, generation, key);
    await guard.attempt((client) => client.set(entry, JSON.stringify(value), 'EX', ttlSeconds));
  }
  return {
    get: async (key) => read(await currentGeneration(), key),
    set: async (key, value) => write(await currentGeneration(), key, value),
    clear: async () => {
      await guard.attempt((client) => client.set(generationKey, newId()));
    },
    async remember(key, load) {
      const generation = await currentGeneration();
      const cached = await read(generation, key);
      if (cached !== null) return cached;
      const loaded = await load();
      await write(generation, key, loaded);
      return loaded;
    },
  };
}
