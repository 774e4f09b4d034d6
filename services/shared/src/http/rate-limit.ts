import rateLimit, {
  normalizeIP,
  type FastifyRateLimitOptions,
  type FastifyRateLimitStoreCtor,
} from '@fastify/rate-limit';
import type { onSendHookHandler } from 'fastify';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { commonErrors } from '../errors.ts';
import { MemoryLimiter } from '../memory-limiter.ts';
import type { App } from './types.ts';

type Limiter = MemoryLimiter | RateLimiterRedis;
type Callback = (error: Error | null, count?: { current: number; ttl: number }) => void;

/** A limiter that only counts: @fastify/rate-limit compares with the route's `max`. */
function createLimiter(route: string, windowMs: number, redis: Redis | undefined): Limiter {
  const options = { keyPrefix: `ratelimit:${route}`, points: 1, duration: Math.ceil(windowMs / 1000) };
  const insuranceLimiter = new MemoryLimiter(options);
  if (redis === undefined) return insuranceLimiter;
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter,
  });
}

/** The store of @fastify/rate-limit whose own Redis store has no fallback: it either fails or stops limiting. */
function createStore(redis: Redis | undefined): FastifyRateLimitStoreCtor {
  return class Store {
    readonly #route: string;
    #limiter: Limiter | undefined;

    constructor(_options: FastifyRateLimitOptions, route = '') {
      this.#route = route;
    }

    incr(key: string, callback: Callback, windowMs: number): void {
      this.#limiter ??= createLimiter(this.#route, windowMs, redis);
      this.#limiter
        .penalty(key)
        .then(
          ({ consumedPoints, msBeforeNext }) =>
            callback(null, { current: consumedPoints, ttl: msBeforeNext }),
          callback,
        );
    }

    /** One store per route keeps the counters of the routes apart. */
    child(params: object): Store {
      const { routeInfo } = params as { routeInfo?: { method?: unknown; url?: unknown } };
      return new Store({}, `${String(routeInfo?.method)}:${String(routeInfo?.url)}`);
    }
  };
}

/** The headers of @fastify/rate-limit, before they get the names and the form of the standard. */
const OWN_HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'] as const;

/** Says what is left, by draft-ietf-httpapi-ratelimit-headers: `RateLimit: "default";r=9;t=42`. */
function sendLimits(windowSeconds: number): onSendHookHandler {
  return (_request, reply, payload, done) => {
    const [limit, remaining, resetSeconds] = OWN_HEADERS.map((name) => reply.getHeader(name));
    if (limit !== undefined) {
      for (const name of OWN_HEADERS) reply.removeHeader(name);
      reply.header('ratelimit-policy', `"default";q=${String(limit)};w=${windowSeconds}`);
      reply.header('ratelimit', `"default";r=${String(remaining)};t=${String(resetSeconds)}`);
    }
    done(null, payload);
  };
}

/**
 * Lets routes limit their callers: `config: { ...operation.config, rateLimit: { max: 30, timeWindow: 300_000 } }`, per IP
 * unless `keyGenerator` says otherwise; the window in whole seconds. Each answer says what is left. Over the limit: 429
 * RATE_LIMITED with Retry-After in seconds.
 * @param redis counts requests for all instances together; while it is away, each instance counts for itself
 */
export async function limitRates(app: App, redis: Redis | undefined): Promise<void> {
  app.addHook('onRoute', (route) => {
    const { timeWindow } = Object(route.config?.rateLimit) as { timeWindow?: number };
    if (timeWindow === undefined) return;
    route.onSend = [sendLimits(Math.ceil(timeWindow / 1000)), ...[route.onSend ?? []].flat()];
  });
  await app.register(rateLimit, {
    global: false,
    store: createStore(redis),
    errorResponseBuilder: (_request, { ttl }) =>
      commonErrors.RATE_LIMITED({ headers: { 'retry-after': String(Math.max(1, Math.ceil(ttl / 1000))) } }),
  });
}

/** What limits count as one client: an IPv4 address, or the /64 network of an IPv6 one, which one subscriber has. */
export const networkOf = (ip: string): string => normalizeIP(ip);
