import type { Static, TSchema } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { newId } from './ids.ts';
import type { Logger } from './logging.ts';
import { createRedisGuard, type RedisGuard, redisKeys } from './redis.ts';
import { compile, type Validator } from './validation.ts';

/** One cache, whose values have one schema. */
export interface CacheOptions<S extends TSchema> {
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

/** A cache of JSON values in Redis. */
export function createCache<S extends TSchema>(redis: Redis, options: CacheOptions<S>): Cache<Static<S>> {
  const store = new CacheStore(createRedisGuard(redis, options.logger), options);
  return {
    get: async (key) => store.read(await store.generation(), key),
    set: async (key, value) => store.write(await store.generation(), key, value),
    clear: () => store.renew(),
    async remember(key, load) {
      const generation = await store.generation();
      const cached = await store.read(generation, key);
      if (cached !== null) return cached;
      const loaded = await load();
      await store.write(generation, key, loaded);
      return loaded;
    },
  };
}

const FIRST_GENERATION = '0';

class CacheStore<S extends TSchema> {
  readonly #guard: RedisGuard;
  readonly #options: CacheOptions<S>;
  readonly #fits: Validator;

  constructor(guard: RedisGuard, options: CacheOptions<S>) {
    this.#guard = guard;
    this.#options = options;
    this.#fits = compile(options.schema, 'exact');
  }

  /** Null when Redis is away: then nothing is read or written. */
  async generation(): Promise<string | null> {
    const key = redisKeys.cacheGeneration(this.#options.prefix);
    return this.#guard.attempt(async (redis) => (await redis.get(key)) ?? FIRST_GENERATION);
  }

  async renew(): Promise<void> {
    const key = redisKeys.cacheGeneration(this.#options.prefix);
    await this.#guard.attempt((redis) => redis.set(key, newId()));
  }

  async read(generation: string | null, key: string): Promise<Static<S> | null> {
    if (generation === null) return null;
    const entry = redisKeys.cacheEntry(this.#options.prefix, generation, key);
    const text = await this.#guard.attempt((redis) => redis.get(entry));
    return text === null ? null : this.#parse(text);
  }

  async write(generation: string | null, key: string, value: Static<S>): Promise<void> {
    if (generation === null) return;
    const entry = redisKeys.cacheEntry(this.#options.prefix, generation, key);
    await this.#guard.attempt((redis) =>
      redis.set(entry, JSON.stringify(value), 'EX', this.#options.ttlSeconds),
    );
  }

  #parse(text: string): Static<S> | null {
    try {
      const value: unknown = JSON.parse(text);
      return this.#fits(value) ? value : null;
    } catch {
      return null;
    }
  }
}
