import { once } from 'node:events';
import { Redis } from 'ioredis';
import { publicUrl } from './config/checks.ts';
import { type Logger, reasonOf, silentLogger } from './logging.ts';
import type { ReadinessCheck } from './readiness.ts';
import { withDeadline } from './timers.ts';

/**
 * Every Redis key of the shared code is made here; the connection puts its `keyPrefix` in front. A service with
 * keys of its own keeps them in one such place too.
 */
export const redisKeys = {
  /** Present while a revoked session's tokens would otherwise still be valid. Written by auth, read by all. */
  revokedSession: (authSessionId: string) => `revoked:${authSessionId}`,
  /** The generation of a cache: a new one makes every earlier entry unreachable. */
  cacheGeneration: (cache: string) => `cache:${cache}:generation`,
  cacheEntry: (cache: string, generation: string, key: string) => `cache:${cache}:${generation}:${key}`,
} as const;

/** Where Redis is, and how this service uses it. */
export interface RedisConfig {
  /** redis:// or rediss:// address. */
  url: string;
  /** Put before every key (not before channel names). Default `downbeat:`. */
  keyPrefix?: string;
  /** A command that takes longer rejects. Default 1 s. */
  commandTimeoutMs?: number;
  logger?: Logger;
}

/** What the rest of a service sees of Redis. */
export interface RedisConnection {
  redis: Redis;
  readinessCheck: ReadinessCheck;
  close: () => Promise<void>;
}

const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;
const SOCKET_TIMEOUT_MS = 3_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;

/**
 * A client that is usable at once and forever: it connects in the background and reconnects with growing pauses.
 * While Redis is away commands wait at most `commandTimeoutMs` and then reject; the queue they wait in is emptied
 * with every second failed attempt, so it is bounded. Never throws, never emits an unhandled 'error'.
 */
export function connectRedis(config: RedisConfig): RedisConnection {
  const redis = new Redis(config.url, options(config));
  logStateChanges(redis, config);
  return {
    redis,
    readinessCheck: { name: 'redis', required: false, check: () => ping(redis) },
    close: () => closeRedis(redis),
  };
}

async function ping(redis: Redis): Promise<void> {
  await redis.ping();
}

function options({ keyPrefix = 'downbeat:', commandTimeoutMs = COMMAND_TIMEOUT_MS }: RedisConfig) {
  return {
    keyPrefix,
    commandTimeout: commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    retryStrategy: (attempt: number) => Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LAST_RETRY_MS),
  };
}

/** One line when it breaks and one when it is back, instead of one per attempt. */
function logStateChanges(redis: Redis, { url, logger = silentLogger }: RedisConfig): void {
  let broken = false;
  redis.on('error', (error: unknown) => {
    if (!broken) logger.warn({ redis: publicUrl(url), reason: reasonOf(error) }, 'Redis is away');
    broken = true;
  });
  redis.on('ready', () => {
    if (broken) logger.info({ redis: publicUrl(url) }, 'Redis is back');
    broken = false;
  });
}

/** Waits until the client is ready, at most `ms`; false when it is not. */
export async function readyWithin(redis: Redis, ms: number): Promise<boolean> {
  if (redis.status === 'ready') return true;
  try {
    await once(redis, 'ready', { signal: AbortSignal.timeout(ms) });
    return true;
  } catch {
    return false;
  }
}

async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  const ended = withDeadline(once(redis, 'end'), CLOSE_TIMEOUT_MS, 'closing the Redis connection');
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
  await ended.catch(() => undefined);
}

/** Runs something that Redis only makes faster. */
export interface RedisGuard {
  /** The result, or null without waiting when Redis is away, and null when the commands fail. */
  attempt: <T>(work: (redis: Redis) => Promise<T>) => Promise<T | null>;
}

const PAUSE_MS = 1_000;

/**
 * Makes Redis optional: after a failure it is left alone for a second, so a frozen server costs one command
 * time-out per second and process, not one per request.
 */
export function createRedisGuard(redis: Redis, logger: Logger = silentLogger): RedisGuard {
  let resumeAt = 0;
  return {
    async attempt(work) {
      if (redis.status !== 'ready' || performance.now() < resumeAt) return null;
      try {
        return await work(redis);
      } catch (error) {
        if (performance.now() >= resumeAt)
          logger.warn({ reason: reasonOf(error) }, 'Redis failed; going on without');
        resumeAt = performance.now() + PAUSE_MS;
        return null;
      }
    },
  };
}
