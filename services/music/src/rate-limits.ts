import { requirePrincipal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import type { Config } from './config.ts';

const MINUTE_MS = 60_000;

/** What one account may ask of a route, from wherever: who is signed in is known before anything is counted. */
export type RateLimits = ReturnType<typeof rateLimitsOf>;

const perMinute = (max: number) => ({
  max,
  timeWindow: MINUTE_MS,
  keyGenerator: (request: FastifyRequest) => requirePrincipal(request).userId,
});

const isNoSearch = ({ query }: FastifyRequest) => !('q' in (query as Record<string, unknown>));

export const rateLimitsOf = (config: Config) => ({
  upload: perMinute(config.UPLOADS_PER_MINUTE),
  // A page without words comes from the cache as a rule; words differ, and go to the database.
  search: { ...perMinute(config.SEARCHES_PER_MINUTE), allowList: isNoSearch },
  change: perMinute(config.CHANGES_PER_MINUTE),
  session: perMinute(config.SESSIONS_PER_MINUTE),
  ticket: perMinute(config.TICKETS_PER_MINUTE),
});
