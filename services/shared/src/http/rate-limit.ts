import { readFileSync } from 'node:fs';
import rateLimit, { type FastifyRateLimitOptions, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';
import { commonErrors } from '../errors.ts';
import { createRedisGuard, type RedisGuard, redisKeys } from '../redis.ts';
import type { App } from './types.ts';

interface Count {
  current: number;
  ttl: number;
}

type Callback = (error: Error | null, count?: Count) => void;

const INCREMENT = readFileSync(new URL('./lua/increment.lua', import.meta.url), 'utf8');

const MOST_LOCAL_KEYS = 10_000;

/** Counts in this process. The oldest window is forgotten first, so that a flood of addresses costs no memory. */
class LocalCounters {
  readonly #windows = new Map<string, { current: number; endsAt: number }>();

  increment(key: string, windowMs: number): Count {
    const now = performance.now();
    const running = this.#windows.get(key);
    if (running !== undefined && running.endsAt > now) {
      running.current += 1;
      return { current: running.current, ttl: running.endsAt - now };
    }
    this.#windows.delete(key);
    this.#windows.set(key, { current: 1, endsAt: now + windowMs });
    const oldest = this.#windows.keys().next();
    if (this.#windows.size > MOST_LOCAL_KEYS && oldest.done !== true) this.#windows.delete(oldest.value);
    return { current: 1, ttl: windowMs };
  }
}

async function incrementShared(guard: RedisGuard, key: string, windowMs: number): Promise<Count | null> {
  return guard.attempt(async (redis) => {
    const [current, ttl] = (await redis.eval(INCREMENT, 1, key, windowMs)) as [number, number];
    return { current, ttl };
  });
}

/** Keeps the counters of different routes apart. */
function routeOf(params: object): string {
  const { routeInfo } = params as { routeInfo?: { method?: unknown; url?: unknown } };
  return `${String(routeInfo?.method)}:${String(routeInfo?.url)}`;
}

/** A store for @fastify/rate-limit: Redis for all instances, each process for itself while Redis is away. */
export function createCounterStore(
  redis: Redis | undefined,
  logger: FastifyBaseLogger,
): FastifyRateLimitStoreCtor {
  const guard = redis === undefined ? undefined : createRedisGuard(redis, logger);

  return class CounterStore {
    readonly #route: string;
    readonly #local = new LocalCounters();

    constructor(_options: FastifyRateLimitOptions, route = '') {
      this.#route = route;
    }

    incr(key: string, callback: Callback, windowMs: number): void {
      void this.#count(redisKeys.requestCount(this.#route, key), windowMs).then(
        (count) => callback(null, count),
        callback,
      );
    }

    child(params: object): CounterStore {
      return new CounterStore({}, routeOf(params));
    }

    async #count(key: string, windowMs: number): Promise<Count> {
      const shared = guard === undefined ? null : await incrementShared(guard, key, windowMs);
      return shared ?? this.#local.increment(key, windowMs);
    }
  };
}

/** What the limits of all routes share. */
export interface RateLimitOptions {
  /** Where requests are counted for all instances; while it is away, each instance counts for itself. */
  redis?: Redis;
}

/**
 * Lets routes limit their callers: `config: { ...operation.config, rateLimit: { max: 30, timeWindow: 300_000 } }`,
 * per IP address unless `keyGenerator` says otherwise. Over the limit: 429 RATE_LIMITED with Retry-After in seconds.
 */
export async function limitRates(app: App, { redis }: RateLimitOptions): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    store: createCounterStore(redis, app.log),
    errorResponseBuilder: (_request, { ttl }) =>
      commonErrors.RATE_LIMITED({ headers: { 'retry-after': String(Math.max(1, Math.ceil(ttl / 1000))) } }),
  });
}
