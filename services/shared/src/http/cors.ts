import cors from '@fastify/cors';
import type { App } from './types.ts';

const PREFLIGHT_SECONDS = 600;

const EXPOSED = [
  'allow',
  'accept-ranges',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
  'location',
  'retry-after',
  'x-correlation-id',
  'x-request-id',
];

const ALLOWED = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'x-correlation-id',
  'x-request-id',
];

/** The origins of a CORS_ORIGINS variable, in the form in which browsers send them: lower case, no slash at the end. */
export function parseOrigins(list: string): ReadonlySet<string> {
  const origins = list
    .split(',')
    .map((origin) => origin.trim().toLowerCase())
    .filter((origin) => origin !== '');
  return new Set(origins);
}

/** Allows exactly these origins. `null` and similar-looking origins get no CORS header. Cookies are never allowed. */
export async function allowOrigins(app: App, list: string): Promise<void> {
  const origins = parseOrigins(list);
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && origins.has(origin)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    credentials: false,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
