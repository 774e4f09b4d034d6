import rateLimit from '@fastify/rate-limit';
import type { Redis } from 'ioredis';
import { commonErrors } from '../problem/index.ts';
import { createCounterStore } from './rate-limit-store.ts';
import type { App } from './types.ts';

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
