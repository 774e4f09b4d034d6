import { requirePrincipal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import type { Config } from './config.ts';

const MINUTE_MS = 60_000;
const TOKENS_PER_MINUTE = 10;

/**
 * The limits of each route per account, independent of the IP. Requests are authenticated before they are counted. A preview
 * needs no account, and a guest has none, so they are counted per IP.
 */
export type RateLimits = ReturnType<typeof createRateLimits>;

const perMinute = (max: number) => ({
  max,
  timeWindow: MINUTE_MS,
  keyGenerator: (request: FastifyRequest) => requirePrincipal(request).userId,
});

export const createRateLimits = (config: Config) => ({
  upload: perMinute(config.UPLOADS_PER_MINUTE),
  download: perMinute(config.DOWNLOADS_PER_MINUTE),
  search: perMinute(config.SEARCHES_PER_MINUTE),
  change: perMinute(config.CHANGES_PER_MINUTE),
  // Each check of a token is a call of ListenBrainz, of which there is one in a second for all accounts.
  token: perMinute(Math.min(TOKENS_PER_MINUTE, config.CHANGES_PER_MINUTE)),
  session: perMinute(config.SESSIONS_PER_MINUTE),
  preview: { max: config.SESSIONS_PER_MINUTE, timeWindow: MINUTE_MS },
  guest: { max: config.GUESTS_PER_MINUTE, timeWindow: MINUTE_MS },
  ticket: perMinute(config.TICKETS_PER_MINUTE),
  chat: perMinute(config.CHATS_PER_MINUTE),
  reaction: perMinute(config.REACTIONS_PER_MINUTE),
});
