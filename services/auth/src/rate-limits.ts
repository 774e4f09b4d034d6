import type { FastifyRequest } from 'fastify';
import { MINUTE_MS } from './clock.ts';
import type { Config } from './config.ts';
import { addressKey } from './throttle/address-key.ts';

/** What one address may ask of a route, whoever it says it is. Guesses of passwords have a throttle of their own. */
export type RateLimits = ReturnType<typeof rateLimitsOf>;

const perMinute = (max: number) => ({
  max,
  timeWindow: MINUTE_MS,
  keyGenerator: (request: FastifyRequest) => addressKey(request.ip),
});

export const rateLimitsOf = (config: Config) => ({
  register: perMinute(config.REGISTRATIONS_PER_MINUTE),
  refresh: perMinute(config.REFRESHES_PER_MINUTE),
  verification: perMinute(config.VERIFICATIONS_PER_MINUTE),
  google: perMinute(config.GOOGLE_STEPS_PER_MINUTE),
});
