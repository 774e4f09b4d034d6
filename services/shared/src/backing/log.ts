import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';

/** What this folder's neighbours log with: pino's logger or Fastify's view of it. */
export type Log = FastifyBaseLogger;

/** For callers that pass no logger. */
export const silentLog: Log = pino({ level: 'silent' });
