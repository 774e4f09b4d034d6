import type { Static, TSchema } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { newId } from './ids.ts';
import type { Logger } from './logging.ts';
import { createRedisGuard, redisKeys } from './redis.ts';
import { compile } from './validation.ts';

const FIRST_GENERATION = '0';
/** After this the next read asks for the generation again, and goes on with the one it has. */
const GENERATION_KNOWN_MS = 100;
/** How long a generation is used, so how late another instance may notice `advance`. */
const GENERATION_USED_MS = 200;

export type Generation = ReturnType<typeof createGeneration>;

/** The generation of cached values, which all instances share through Redis. A new one makes every earlier value unreachable. */
export function createGeneration(redis: Redis, name: string, logger?: Logger) {
  const key = redisKeys.cacheGeneration(name);
  const guard = createRedisGuard(redis, logger);
  let last = { generation: FIRST_GENERATION, asOfMs: -Infinity };
  let asking: Promise<string | null> | null = null;

  async function askOnce(): Promise<string | null> {
    const [asked, asOfMs] = [last, performance.now()];
    const generation = await guard.attempt(async (client) => (await client.get(key)) ?? FIRST_GENERATION);
    if (generation === null) return null;
    // `advance` was faster: its generation is newer.
    if (last === asked) last = { generation, asOfMs };
    return last.generation;
  }
  /** Null when Redis is away. */
  const ask = (): Promise<string | null> =>
    (asking ??= askOnce().finally(() => {
      asking = null;
    }));
  return {
    ask,

    /** Null when it must be asked for. */
    known(): string | null {
      const ageMs = performance.now() - last.asOfMs;
      if (ageMs > GENERATION_KNOWN_MS) void ask();
      return ageMs < GENERATION_USED_MS ? last.generation : null;
    },

    /**
     * Removes every value: here at once, on other instances within GENERATION_USED_MS, and also what a running `remember`
     * is about to store. Not possible while Redis is away: values may then be used until they expire.
     */
    async advance(): Promise<void> {
      const [generation, asOfMs] = [newId(), performance.now()];
      last = { generation, asOfMs: -Infinity };
      const stored = await guard.attempt((client) => client.set(key, generation));
      if (stored !== null) last = { generation, asOfMs };
    },
  };
}

interface MemoryLimits<T> {
  ttlSeconds: number;
  /** Of the sizes of all values together; the oldest are removed. */
  limit: number;
  /** Default 1 for each value. */
  sizeOf?: (value: T) => number;
}

/** Values that are read often. */
export interface MemoryCache<T> {
  /**
   * The cached value, or what `load` returns, which is then cached. What `load` throws is thrown. All callers get the same
   * object, so they must not change it. While Redis is away every read is a miss: `load` gets null for the generation.
   */
  remember: (key: string, load: (generation: string | null) => Promise<T>) => Promise<T>;
}

/** The most recently loaded values of one process; each is used as long as none of `generations` advances. */
export function createMemoryCache<T>(
  generations: readonly Generation[],
  { ttlSeconds, limit, sizeOf = () => 1 }: MemoryLimits<T>,
): MemoryCache<T> {
  const values = new Map<string, { generation: string; value: T; until: number }>();
  let size = 0;

  function remove(key: string): void {
    const entry = values.get(key);
    if (entry === undefined) return;
    values.delete(key);
    size -= sizeOf(entry.value);
  }
  function keep(generation: string, key: string, value: T): void {
    remove(key);
    if (sizeOf(value) > limit) return;
    values.set(key, { generation, value, until: performance.now() + ttlSeconds * 1000 });
    size += sizeOf(value);
    for (const oldest of values.keys()) {
      if (size <= limit) return;
      remove(oldest);
    }
  }
  async function current(): Promise<string | null> {
    const all = await Promise.all(generations.map(async (one) => one.known() ?? one.ask()));
    return all.includes(null) ? null : all.join('.');
  }
  function known(): string | null {
    const all = generations.map((one) => one.known());
    return all.includes(null) ? null : all.join('.');
  }
  return {
    async remember(key, load) {
      const generation = known() ?? (await current());
      const entry = values.get(key);
      if (entry !== undefined && entry.generation === generation && entry.until > performance.now())
        return entry.value;
      const value = await load(generation);
      if (generation !== null) keep(generation, key, value);
      return value;
    },
  };
}

interface StoredOptions<S extends TSchema> {
  /** The part of the Redis keys; values with different schemas need different prefixes. */
  prefix: string;
  ttlSeconds: number;
  /** Anything found under a key that does not match (a value of an older release) is a miss. */
  schema: S;
  logger?: Logger;
}

/** JSON values in Redis, for all instances. While it is away every read is a miss and nothing is written. */
export function createStoredCache<S extends TSchema>(redis: Redis, options: StoredOptions<S>) {
  const { prefix, ttlSeconds } = options;
  const guard = createRedisGuard(redis, options.logger);
  const fits = compile(options.schema, 'exact');

  async function read(entry: string): Promise<Static<S> | null> {
    const text = await guard.attempt((client) => client.get(entry));
    try {
      const value: unknown = JSON.parse(text ?? 'null');
      return fits(value) ? value : null;
    } catch {
      return null;
    }
  }
  return {
    /** The value of this generation, or what `load` returns, which is then stored. */
    async remember(
      generation: string | null,
      key: string,
      load: () => Promise<Static<S>>,
    ): Promise<Static<S>> {
      if (generation === null) return load();
      const entry = redisKeys.cacheEntry(prefix, generation, key);
      const stored = await read(entry);
      if (stored !== null) return stored;
      const value = await load();
      await guard.attempt((client) => client.set(entry, JSON.stringify(value), 'EX', ttlSeconds));
      return value;
    },
  };
}
