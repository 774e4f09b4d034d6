import { MINUTE_MS } from './clock.ts';
import type { Config } from './config.ts';

const perMinute = (max: number) => ({ max, timeWindow: MINUTE_MS });

/**
 * How many requests one IP may send to a route; an IPv6 address counts with its /64 network, because one subscriber
 * usually has a whole /64. Login has a throttle of its own.
 */
export type RateLimits = ReturnType<typeof rateLimitsOf>;

export const rateLimitsOf = (config: Config) => ({
  register: perMinute(config.REGISTRATIONS_PER_MINUTE),
  refresh: perMinute(config.REFRESHES_PER_MINUTE),
  verification: perMinute(config.VERIFICATIONS_PER_MINUTE),
  password: perMinute(config.PASSWORD_REQUESTS_PER_MINUTE),
  unsubscribe: perMinute(config.UNSUBSCRIBES_PER_MINUTE),
  google: perMinute(config.GOOGLE_STEPS_PER_MINUTE),
});
