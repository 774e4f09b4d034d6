import { once } from 'node:events';
import { Redis } from 'ioredis';
import { type Dependency, type Log, publicUrl, reasonOf, silentLog, withDeadline } from '../backing/index.ts';

/** Where Redis is, and how this service uses it. */
export interface RedisConfig {
  /** redis:// or rediss:// address. */
  url: string;
  /** Put before every key (not before channel names). Default `downbeat:`. */
  keyPrefix?: string;
  /** A command that takes longer rejects. Default 1 s. */
  commandTimeoutMs?: number;
  logger?: Log;
}

/** What the rest of a service sees of Redis. */
export interface RedisConnection {
  redis: Redis;
  dependency: Dependency;
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
    dependency: { name: 'redis', required: false, check: () => ping(redis) },
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
function logStateChanges(redis: Redis, { url, logger = silentLog }: RedisConfig): void {
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
