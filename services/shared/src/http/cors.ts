import cors from '@fastify/cors';
import type { App, HttpConfig } from './types.ts';

const PREFLIGHT_SECONDS = 600;

const EXPOSED = [
  'allow',
  'accept-ranges',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
  'idempotency-replayed',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'x-correlation-id',
  'x-rendition',
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

/** Tells the pages that may call a service from those that may not, by their origin. */
export type OriginFilter = (origin: string) => boolean;

/** Where pages of a developer run. Their ports change with every tool. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * Lets in exactly the origins of CORS_ORIGINS, and in development every origin on this machine. Origins are compared in the
 * form in which browsers send them: lower case, no slash at the end.
 */
export function createOriginFilter({
  CORS_ORIGINS,
  NODE_ENV,
}: Pick<HttpConfig, 'CORS_ORIGINS' | 'NODE_ENV'>): OriginFilter {
  const listed = CORS_ORIGINS.split(',').map((origin) => origin.trim().toLowerCase());
  const origins = new Set(listed.filter((origin) => origin !== ''));
  const allowsLoopback = NODE_ENV === 'development';
  return (origin) => origins.has(origin) || (allowsLoopback && LOOPBACK.test(origin));
}

/** Allows these origins. `null` and similar-looking origins get no CORS header. Cookies are never allowed. */
export async function allowOrigins(app: App, isAllowed: OriginFilter): Promise<void> {
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && isAllowed(origin)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    credentials: false,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
