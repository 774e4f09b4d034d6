import { createHash } from 'node:crypto';
import { ProblemError } from '@downbeat/shared/errors';
import type { RedisConnection } from '@downbeat/shared/redis';
import { BulkheadRejectedError } from 'cockatiel';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { SECOND_MS } from './clock.ts';
import { errors } from './errors.ts';
import { KeyedBulkhead } from './keyed-bulkhead.ts';
import { ipKey } from './rate-limits.ts';

export interface LoginThrottleRules {
  /** Failures of one account from one IP before pauses begin. */
  readonly freeFailures: number;
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  /** Failures of one IP, whatever the account, in one window. */
  readonly failuresPerIp: number;
  readonly ipWindowMs: number;
}

export interface LoginThrottle {
  /**
   * Runs `attempt` unless its account or IP has failed too often.
   * @throws RATE_LIMITED with Retry-After, or what `attempt` throws
   */
  guard<T>(email: string, ip: string, attempt: () => Promise<T>): Promise<T>;
}

interface FailureKey {
  readonly ip: string;
  /** One account as seen from one IP. */
  readonly account: string;
}

/** A failure that was counted in advance, and how many failures the account has with it. */
interface Reservation {
  readonly key: FailureKey;
  readonly failures: number;
}

// Errors by which a client learns something about an account that is not its own.
const FAILED_GUESSES: ReadonlySet<string> = new Set(['INVALID_CREDENTIALS', 'EMAIL_TAKEN']);

const ATTEMPTS_PER_ACCOUNT = 1;
const MAX_QUEUE_PER_ACCOUNT = 100;
// Attempts in progress count as failures until they succeed. With few at a time, many users who log in correctly
// from behind one IP do not use up its limit. More would not be faster: each attempt needs a core for its hash.
const ATTEMPTS_PER_IP = 4;
const MAX_QUEUE_PER_IP = 200;
const QUEUE_FULL_WAIT_MS = SECOND_MS;
const MAX_DOUBLINGS = 30;

/** The pause after a number of failures in milliseconds: 0 at first, then doubling up to the limit. */
export const pauseMs = (failures: number, { freeFailures, firstPauseMs, maxPauseMs }: LoginThrottleRules) =>
  failures < freeFailures
    ? 0
    : Math.min(firstPauseMs * 2 ** Math.min(failures - freeFailures, MAX_DOUBLINGS), maxPauseMs);

const wholeSeconds = (ms: number): number => Math.max(Math.ceil(ms / SECOND_MS), 1);

const tooManyFailures = (waitMs: number) =>
  errors.RATE_LIMITED({
    detail: 'Too many failed attempts. Wait before the next one.',
    headers: { 'retry-after': String(wholeSeconds(waitMs)) },
  });

// E-mail addresses are personal data; Redis only has to tell them apart.
const failureKeyOf = (email: string, ip: string): FailureKey => {
  const account = createHash('sha256').update(email).digest('base64url');
  return { ip: ipKey(ip), account: `${account}:${ipKey(ip)}` };
};

const isFailedGuess = (error: unknown): boolean =>
  error instanceof ProblemError && FAILED_GUESSES.has(error.code);

// A limiter that refuses rejects with its result, which is no Error.
const throwTooMany = (refusal: unknown): never => {
  if (refusal instanceof RateLimiterRes) throw tooManyFailures(refusal.msBeforeNext);
  throw refusal;
};

/** Three counters in Redis, shared by all instances. While Redis is away each instance counts in its own memory. */
const createLimiters = (redis: RedisConnection['redis'], rules: LoginThrottleRules) => {
  const limiter = (name: string, points: number, durationMs: number): RateLimiterRedis => {
    const options = { keyPrefix: `auth:login:${name}`, points, duration: wholeSeconds(durationMs) };
    const insuranceLimiter = new RateLimiterMemory(options);
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter,
    });
  };
  // A failure is remembered for longer than any pause lasts, so that pauses go on doubling.
  const rememberMs = 2 * rules.maxPauseMs;
  return {
    ip: limiter('ip', rules.failuresPerIp, rules.ipWindowMs),
    failures: limiter('failures', rules.freeFailures, rememberMs),
    /** One point per pause: of parallel attempts one gets it, and its key expires when the pause is over. */
    pause: limiter('pause', 1, rules.maxPauseMs),
    rememberSeconds: wholeSeconds(rememberMs),
  };
};

/**
 * Counts an attempt as failed before its password is checked, so that a parallel burst of guesses gets no further
 * than a sequence of them. Every count expires by itself: no account is locked for good.
 */
const createFailureCounter = (redis: RedisConnection['redis'], rules: LoginThrottleRules) => {
  const { ip, failures, pause, rememberSeconds } = createLimiters(redis, rules);

  const beginPause = async (account: string, count: number): Promise<void> => {
    const pauseSeconds = wholeSeconds(pauseMs(count, rules));
    await pause.consume(account, 1, { customDuration: pauseSeconds }).catch(throwTooMany);
    // By default the count expires some time after the first failure; here the last failure starts that time again.
    await failures.set(account, count, rememberSeconds);
  };

  return {
    /** @throws RATE_LIMITED with Retry-After, and then the attempt must not begin */
    reserve: async (key: FailureKey): Promise<Reservation> => {
      const paused = await pause.get(key.account);
      if (paused !== null && paused.msBeforeNext > 0) throw tooManyFailures(paused.msBeforeNext);
      await ip.consume(key.ip).catch(async (refusal: unknown) => {
        await ip.reward(key.ip);
        return throwTooMany(refusal);
      });
      const { consumedPoints } = await failures.penalty(key.account);
      if (consumedPoints >= rules.freeFailures) await beginPause(key.account, consumedPoints);
      return { key, failures: consumedPoints };
    },
    /** The attempt succeeded: takes back its count and the earlier failures of the account. */
    clear: async (reserved: Reservation): Promise<void> => {
      const { key } = reserved;
      await Promise.all([ip.reward(key.ip), failures.reward(key.account, reserved.failures)]);
      if (reserved.failures >= rules.freeFailures) await pause.delete(key.account);
    },
    /** The attempt could not be judged: takes back its count. Its pause stays, another attempt may have begun it. */
    release: async ({ key }: Reservation): Promise<void> => {
      await Promise.all([ip.reward(key.ip), failures.reward(key.account)]);
    },
  };
};

/**
 * Slows down guessing of passwords and of registered e-mail addresses. Attempts at one account from one IP run one
 * after the other, so that parallel attempts with the right password all succeed.
 */
export const createLoginThrottle = (
  redis: RedisConnection['redis'],
  rules: LoginThrottleRules,
): LoginThrottle => {
  const counter = createFailureCounter(redis, rules);
  const accounts = new KeyedBulkhead(ATTEMPTS_PER_ACCOUNT, MAX_QUEUE_PER_ACCOUNT);
  const ips = new KeyedBulkhead(ATTEMPTS_PER_IP, MAX_QUEUE_PER_IP);

  const runCounted = async <T>(key: FailureKey, attempt: () => Promise<T>): Promise<T> => {
    const reservation = await counter.reserve(key);
    const result = await attempt().catch(async (error: unknown) => {
      if (!isFailedGuess(error)) await counter.release(reservation);
      throw error;
    });
    await counter.clear(reservation);
    return result;
  };

  return {
    guard: async (email, ip, attempt) => {
      const key = failureKeyOf(email, ip);
      try {
        return await accounts.run(key.account, () => ips.run(key.ip, () => runCounted(key, attempt)));
      } catch (error) {
        if (error instanceof BulkheadRejectedError) throw tooManyFailures(QUEUE_FULL_WAIT_MS);
        throw error;
      }
    },
  };
};
