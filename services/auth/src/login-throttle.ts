import { createHash } from 'node:crypto';
import { ProblemError } from '@downbeat/shared/errors';
import { networkOf } from '@downbeat/shared/http';
import { createKeyedBulkhead } from '@downbeat/shared/keyed-bulkhead';
import { MemoryLimiter } from '@downbeat/shared/memory-limiter';
import type { RedisConnection } from '@downbeat/shared/redis';
import { BulkheadRejectedError } from 'cockatiel';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { SECOND_MS } from './clock.ts';
import type { Config } from './config.ts';
import { errors } from './errors.ts';

/** The part of the configuration that sets the pauses and the counts. */
export type LoginThrottleConfig = Pick<
  Config,
  | 'THROTTLE_FREE_FAILURES'
  | 'THROTTLE_FIRST_WAIT_MS'
  | 'THROTTLE_MAX_WAIT_MS'
  | 'THROTTLE_IP_FAILURES'
  | 'THROTTLE_IP_WINDOW_MS'
>;

export type LoginThrottle = ReturnType<typeof createLoginThrottle>;

interface FailureKey {
  readonly ip: string;
  /** One account as seen from one IP. */
  readonly account: string;
}

// Errors by which a client learns something about an account that is not its own.
const FAILED_GUESSES: ReadonlySet<string> = new Set([
  'INVALID_CREDENTIALS',
  'EMAIL_TAKEN',
  'WRONG_PASSWORD',
  'CODE_INVALID',
]);

const ATTEMPTS_PER_ACCOUNT = 1;
const MAX_QUEUE_PER_ACCOUNT = 100;
// Attempts in progress count as failures until they succeed. With few at a time, many users who log in correctly
// from behind one IP do not use up its limit. More would not be faster: each attempt needs a core for its hash.
const ATTEMPTS_PER_IP = 4;
const MAX_QUEUE_PER_IP = 200;
const QUEUE_FULL_WAIT_MS = SECOND_MS;
const MAX_DOUBLINGS = 30;

/** The pause after a number of failures in milliseconds: 0 at first, then doubling up to the limit. */
export function pauseMs(failures: number, config: LoginThrottleConfig): number {
  const beyond = failures - config.THROTTLE_FREE_FAILURES;
  if (beyond < 0) return 0;
  const doubledMs = config.THROTTLE_FIRST_WAIT_MS * 2 ** Math.min(beyond, MAX_DOUBLINGS);
  return Math.min(doubledMs, config.THROTTLE_MAX_WAIT_MS);
}

const wholeSeconds = (ms: number): number => Math.max(Math.ceil(ms / SECOND_MS), 1);

const tooManyFailures = (waitMs: number) =>
  errors.RATE_LIMITED({
    detail: 'Too many failed attempts. Wait before the next one.',
    headers: { 'retry-after': String(wholeSeconds(waitMs)) },
  });

// E-mail addresses are personal data; Redis only has to tell them apart.
function failureKeyOf(email: string, ip: string): FailureKey {
  const account = createHash('sha256').update(email).digest('base64url');
  const network = networkOf(ip);
  return { ip: network, account: `${account}:${network}` };
}

const isFailedGuess = (error: unknown): boolean =>
  error instanceof ProblemError && FAILED_GUESSES.has(error.code);

// A limiter that refuses rejects with its result, which is no Error.
function throwTooMany(refusal: unknown): never {
  if (refusal instanceof RateLimiterRes) throw tooManyFailures(refusal.msBeforeNext);
  throw refusal;
}

/** Three counters in Redis, shared by all instances. While Redis is away each instance counts in its own memory. */
function createLimiters(redis: RedisConnection['redis'], config: LoginThrottleConfig) {
  const limiter = (name: string, points: number, durationMs: number): RateLimiterRedis => {
    const options = { keyPrefix: `auth:login:${name}`, points, duration: wholeSeconds(durationMs) };
    const insuranceLimiter = new MemoryLimiter(options);
    const store = { storeClient: redis, rejectIfRedisNotReady: true };
    return new RateLimiterRedis({ ...options, ...store, insuranceLimiter });
  };
  // A failure is remembered for longer than any pause lasts, so that pauses go on doubling.
  const rememberMs = 2 * config.THROTTLE_MAX_WAIT_MS;
  return {
    ip: limiter('ip', config.THROTTLE_IP_FAILURES, config.THROTTLE_IP_WINDOW_MS),
    failures: limiter('failures', config.THROTTLE_FREE_FAILURES, rememberMs),
    /** One point per pause: of parallel attempts one gets it, and its key expires when the pause is over. */
    pause: limiter('pause', 1, config.THROTTLE_MAX_WAIT_MS),
    rememberSeconds: wholeSeconds(rememberMs),
  };
}

/**
 * Counts an attempt as failed before its password is checked, so that a parallel burst of guesses gets no further
 * than a sequence of them. Every count expires by itself: no account is locked for good.
 */
function createFailureCounter(redis: RedisConnection['redis'], config: LoginThrottleConfig) {
  const { ip, failures, pause, rememberSeconds } = createLimiters(redis, config);
  const freeFailures = config.THROTTLE_FREE_FAILURES;

  const beginPause = async (account: string, count: number): Promise<void> => {
    const pauseSeconds = wholeSeconds(pauseMs(count, config));
    await pause.consume(account, 1, { customDuration: pauseSeconds }).catch(throwTooMany);
    // By default the count expires some time after the first failure; here the last failure starts that time again.
    await failures.set(account, count, rememberSeconds);
  };

  return {
    /**
     * Returns how many failures the account has with this one.
     * @throws RATE_LIMITED with Retry-After, and then the attempt must not begin
     */
    reserve: async (key: FailureKey): Promise<number> => {
      const paused = await pause.get(key.account);
      if (paused !== null && paused.msBeforeNext > 0) throw tooManyFailures(paused.msBeforeNext);
      await ip.consume(key.ip).catch(async (refusal: unknown) => {
        await ip.reward(key.ip);
        return throwTooMany(refusal);
      });
      const { consumedPoints } = await failures.penalty(key.account);
      if (consumedPoints >= freeFailures) await beginPause(key.account, consumedPoints);
      return consumedPoints;
    },
    /** The attempt succeeded: takes back its count and the earlier failures of the account. */
    clear: async (key: FailureKey, count: number): Promise<void> => {
      await Promise.all([ip.reward(key.ip), failures.reward(key.account, count)]);
      if (count >= freeFailures) await pause.delete(key.account);
    },
    /** The attempt could not be judged: takes back its count. Its pause stays, another attempt may have begun it. */
    release: async (key: FailureKey): Promise<void> => {
      await Promise.all([ip.reward(key.ip), failures.reward(key.account)]);
    },
  };
}

/**
 * Slows down guessing of passwords and of registered e-mail addresses. Attempts at one account from one IP run one
 * after the other, so that parallel attempts with the right password all succeed.
 */
export function createLoginThrottle(redis: RedisConnection['redis'], config: LoginThrottleConfig) {
  const counter = createFailureCounter(redis, config);
  const runForAccount = createKeyedBulkhead(ATTEMPTS_PER_ACCOUNT, MAX_QUEUE_PER_ACCOUNT);
  const runForIp = createKeyedBulkhead(ATTEMPTS_PER_IP, MAX_QUEUE_PER_IP);

  const runCounted = async <T>(key: FailureKey, attempt: () => Promise<T>): Promise<T> => {
    const count = await counter.reserve(key);
    const result = await attempt().catch(async (error: unknown) => {
      if (!isFailedGuess(error)) await counter.release(key);
      throw error;
    });
    await counter.clear(key, count);
    return result;
  };

  return {
    /**
     * Runs `attempt` unless its account or IP has failed too often.
     * @throws RATE_LIMITED with Retry-After, or what `attempt` throws
     */
    guard: async <T>(email: string, ip: string, attempt: () => Promise<T>): Promise<T> => {
      const key = failureKeyOf(email, ip);
      try {
        return await runForAccount(key.account, () => runForIp(key.ip, () => runCounted(key, attempt)));
      } catch (error) {
        if (error instanceof BulkheadRejectedError) throw tooManyFailures(QUEUE_FULL_WAIT_MS);
        throw error;
      }
    },
  };
}
