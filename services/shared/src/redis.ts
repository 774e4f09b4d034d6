import { once } from 'node:events';
import { Redis } from 'ioredis';
import { publicUrl } from './config/checks.ts';
import { type Logger, reasonOf, silentLogger } from './logging.ts';
import type { ReadinessCheck } from './readiness.ts';
import { withDeadline } from './timers.ts';

/**
 * Every Redis key of this package, without the connection's `keyPrefix`. A service keeps its own keys in one place too.
 */
export const redisKeys = {
  /** Exists until the tokens of a revoked auth session have expired. Written by auth, read by all services. */
  revokedSession: (authSessionId: string) => `revoked:${authSessionId}`,
  /** The generation of a cache: a new generation makes every earlier entry unreachable. */
  cacheGeneration: (cache: string) => `cache:${cache}:generation`,
  cacheEntry: (cache: string, generation: string, key: string) => `cache:${cache}:${generation}:${key}`,
} as const;

interface RedisConfig {
  /** redis:// or rediss:// URL. */
  url: string;
  /** Prepended to every key (not to channel names). Default `downbeat:`. */
  keyPrefix?: string;
  /** A command that takes longer rejects. Default 1 s. */
  commandTimeoutMs?: number;
  logger?: Logger;
}

/** Redis, as a service uses it. */
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
 * A client that can be used at once: it connects in the background, and reconnects without end, with growing pauses. While
 * Redis is away commands wait at most `commandTimeoutMs` and then reject. Every second failed attempt to connect empties
 * the queue of waiting commands, so it is bounded. Never throws, and never emits an unhandled 'error'.
 */
export function connectRedis(config: RedisConfig): RedisConnection {
  const redis = new Redis(config.url, options(config));
  logStateChanges(redis, config);
  return {
    redis,
    readinessCheck: { name: 'redis', required: false, check: () => requireMemory(redis) },
    close: () => closeRedis(redis),
  };
}

/** At this part of its memory limit readiness reports Redis: when it is full, it refuses every write. */
const MEMORY_ALARM = 0.8;

/** Bytes that Redis uses, and its limit; 0 for none. */
export async function readMemory(redis: Redis): Promise<{ usedBytes: number; limitBytes: number }> {
  const info = await redis.info('memory');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return { usedBytes: field('used_memory'), limitBytes: field('maxmemory') };
}

async function requireMemory(redis: Redis): Promise<void> {
  const { usedBytes, limitBytes } = await readMemory(redis);
  if (limitBytes === 0 || usedBytes < limitBytes * MEMORY_ALARM) return;
  throw new Error(`${Math.round((usedBytes / limitBytes) * 100)} % of its memory limit is used`);
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

/** One line when the connection breaks and one when it is back, instead of one per attempt. */
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

/** Waits at most `ms` until the client is ready; false when it is not. */
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

const PAUSE_MS = 1_000;

/**
 * Makes Redis optional. After a failure, commands are skipped for one second, so a frozen server costs one
 * command time limit per second and process, not one per request.
 */
export function createRedisGuard(redis: Redis, logger: Logger = silentLogger) {
  let resumeAt = 0;
  return {
    /** The result of commands; null without waiting when Redis is away, and null when they fail. */
    async attempt<T>(work: (redis: Redis) => Promise<T>): Promise<T | null> {
      if (redis.status !== 'ready' || performance.now() < resumeAt) return null;
      try {
        return await work(redis);
      } catch (error) {
        if (performance.now() >= resumeAt)
          logger.warn({ reason: reasonOf(error) }, 'Redis failed; going on without it');
        resumeAt = performance.now() + PAUSE_MS;
        return null;
      }
    },
  };
}
