import { readFileSync } from 'node:fs';
import { type RedisConnection, createRedisGuard } from '@downbeat/shared/redis';
import type { FastifyBaseLogger } from 'fastify';
import { type FailureStore, type Suspect, type ThrottleRules, memoryMs } from './failures.ts';
import { failureKeys } from './keys.ts';
import { LocalFailures } from './local-store.ts';

const script = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
const RESERVE = script('reserve');
const GIVE_BACK = script('give-back');

/**
 * Failures counted in Redis, by its clock, for all instances together. While Redis is away each instance goes by
 * what it has counted itself, which it always does, so that an outage gives nobody a fresh start.
 */
export const createFailureStore = (
  redis: RedisConnection['redis'],
  rules: ThrottleRules,
  logger: FastifyBaseLogger,
): FailureStore => {
  const guard = createRedisGuard(redis, logger);
  const local = new LocalFailures(rules);
  const { freeFailures, firstWaitMs, maxWaitMs, addressFailures, addressWindowMs } = rules;
  const numbers = [freeFailures, firstWaitMs, maxWaitMs, memoryMs(rules), addressFailures, addressWindowMs];

  const run = (text: string, suspect: Suspect, args: readonly number[]): Promise<unknown> =>
    guard.attempt((client) =>
      client.eval(text, 2, failureKeys.account(suspect), failureKeys.address(suspect), ...args),
    );

  return {
    reserve: async (suspect) => {
      const shared = await run(RESERVE, suspect, numbers);
      if (shared === null) return local.reserve(suspect);
      if (shared === 0) local.count(suspect);
      return Number(shared);
    },
    clear: async (suspect) => {
      await local.clear(suspect);
      await run(GIVE_BACK, suspect, [1]);
    },
    release: async (suspect) => {
      await local.release(suspect);
      await run(GIVE_BACK, suspect, [0]);
    },
  };
};
