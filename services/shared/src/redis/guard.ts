import type { Redis } from 'ioredis';
import { type Log, reasonOf, silentLog } from '../backing/index.ts';

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
export function createRedisGuard(redis: Redis, logger: Log = silentLog): RedisGuard {
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
