import type { Static, TSchema } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { newId } from './ids.ts';
import type { Logger } from './logging.ts';
import { createRedisGuard, redisKeys } from './redis.ts';
import { compile } from './validation.ts';

interface CacheOptions<S extends TSchema> {
  /** The cache's part of the Redis keys; caches with different schemas need different prefixes. */
  prefix: string;
  /** In Redis; a value that is read from there may live as long again in memory. */
  ttlSeconds: number;
  /** Anything found under a key that does not match (a value of an older release) is a miss. */
  schema: S;
  /** Values that this process keeps in memory, in front of Redis. */
  memoryEntries: number;
  logger?: Logger;
}

/** A cache that works without Redis: while it is away every read is a miss and nothing is written. */
export interface Cache<T> {
  /**
   * The cached value, or what `load` returns, which is then cached. What `load` throws is thrown. Callers of this process
   * may get the same object, so they must not change it.
   */
  remember: (key: string, load: () => Promise<T>) => Promise<T>;
  /**
   * Removes every entry: here at once, on other instances within GENERATION_KNOWN_MS, and also what a running `remember`
   * is about to store. Not possible while Redis is away: entries may then be served until they expire.
   */
  clear: () => Promise<void>;
}

const FIRST_GENERATION = '0';
/** How long the generation is not asked for again, so how late another instance may notice `clear`. */
const GENERATION_KNOWN_MS = 100;

/** A cache of JSON values in Redis, with the most recent ones in memory. */
export function createCache<S extends TSchema>(redis: Redis, options: CacheOptions<S>): Cache<Static<S>> {
  const { prefix, ttlSeconds, memoryEntries } = options;
  const guard = createRedisGuard(redis, options.logger);
  const fits = compile(options.schema, 'exact');
  const memory = createMemory<Static<S>>(memoryEntries, ttlSeconds * 1000);
  const generations = createGenerations(redisKeys.cacheGeneration(prefix), guard);

  async function read(generation: string, key: string): Promise<Static<S> | null> {
    const text = await guard.attempt((client) => client.get(redisKeys.cacheEntry(prefix, generation, key)));
    try {
      const value: unknown = JSON.parse(text ?? 'null');
      return fits(value) ? value : null;
    } catch {
      return null;
    }
  }
  async function write(generation: string, key: string, value: Static<S>): Promise<void> {
    const entry = redisKeys.cacheEntry(prefix, generation, key);
    await guard.attempt((client) => client.set(entry, JSON.stringify(value), 'EX', ttlSeconds));
  }
  return {
    clear: () => generations.advance(),
    async remember(key, load) {
      const generation = generations.known() ?? (await generations.ask());
      // Null when Redis is away: then nothing is read or written.
      if (generation === null) return load();
      const known = memory.get(generation, key);
      if (known !== undefined) return known;
      const cached = await read(generation, key);
      const value = cached ?? (await load());
      if (cached === null) await write(generation, key, value);
      memory.set(generation, key, value);
      return value;
    },
  };
}

/** The generation of a cache. A new one makes every earlier entry unreachable. */
function createGenerations(key: string, guard: ReturnType<typeof createRedisGuard>) {
  let last = { generation: FIRST_GENERATION, until: 0 };
  const keep = (generation: string, asOfMs: number): string => {
    last = { generation, until: asOfMs + GENERATION_KNOWN_MS };
    return generation;
  };
  return {
    /** Null when it must be asked for. */
    known: () => (performance.now() < last.until ? last.generation : null),

    /** Null when Redis is away. */
    async ask(): Promise<string | null> {
      const [asked, askedAtMs] = [last, performance.now()];
      const generation = await guard.attempt(async (client) => (await client.get(key)) ?? FIRST_GENERATION);
      if (generation === null) return null;
      // Another call, or `advance`, was faster: its answer is as new, or newer.
      return last === asked ? keep(generation, askedAtMs) : last.generation;
    },

    async advance(): Promise<void> {
      const [generation, startedAtMs] = [newId(), performance.now()];
      last = { generation, until: 0 };
      const stored = await guard.attempt((client) => client.set(key, generation));
      if (stored !== null) keep(generation, startedAtMs);
    },
  };
}

/** The most recently stored values of one process. */
function createMemory<T>(entries: number, ttlMs: number) {
  const values = new Map<string, { generation: string; value: T; until: number }>();
  return {
    get(generation: string, key: string): T | undefined {
      const entry = values.get(key);
      return entry?.generation === generation && entry.until > performance.now() ? entry.value : undefined;
    },
    set(generation: string, key: string, value: T): void {
      values.delete(key);
      values.set(key, { generation, value, until: performance.now() + ttlMs });
      const [oldest] = values.keys();
      if (values.size > entries && oldest !== undefined) values.delete(oldest);
    },
  };
}
