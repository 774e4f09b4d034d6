import { readFileSync } from 'node:fs';
import { type RedisConnection, createRedisGuard } from '@downbeat/shared/redis';
import type { FastifyBaseLogger } from 'fastify';
import { type FailureStore, type Suspect, type ThrottleRules, memoryMs } from './failures.ts';
import { createLocalFailureStore } from './local-store.ts';

const script = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
const WAIT = script('wait');
const FAIL = script('fail');

const accountKey = ({ account, address }: Suspect): string => `auth:failures:account:${account}:${address}`;
const addressKey = ({ address }: Suspect): string => `auth:failures:address:${address}`;

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
  const local = createLocalFailureStore(rules);
  return {
    waitMs: async (suspect) => {
      const keys = [accountKey(suspect), addressKey(suspect)] as const;
      const ask = guard.attempt((client) => client.eval(WAIT, 2, ...keys, rules.addressFailures));
      const shared = await ask;
      return shared === null ? local.waitMs(suspect) : Number(shared);
    },
    fail: async (suspect) => {
      await local.fail(suspect);
      const { freeFailures, firstWaitMs, maxWaitMs, addressWindowMs } = rules;
      const numbers = [freeFailures, firstWaitMs, maxWaitMs, memoryMs(rules), addressWindowMs];
      await guard.attempt((client) =>
        client.eval(FAIL, 2, accountKey(suspect), addressKey(suspect), ...numbers),
      );
    },
    clear: async (suspect) => {
      await local.clear(suspect);
      await guard.attempt((client) => client.del(accountKey(suspect)));
    },
  };
};
