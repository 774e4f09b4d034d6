import etag from '@fastify/etag';
import type { FastifyRequest } from 'fastify';
import type { App } from './types.ts';

/** A list of ETags, each in quotes and perhaps weak (RFC 9110, 8.8.3): a comma within one is none between two. */
const TAGS = /(?:W\/)?("[^"]*")/g;

/** Whether an If-None-Match names this strong ETag, by weak comparison (RFC 9110, 13.1.2). */
export function etagMatches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(TAGS)].some(([, tag]) => tag === etag);
}

const NO_STORE = 'no-store';
const READS = new Set(['GET', 'HEAD']);

const mayBeUnchanged = ({ routeOptions }: FastifyRequest): boolean =>
  Object.hasOwn(Object(routeOptions.schema?.response) as object, '304');

/**
 * No cache keeps an answer unless its route says so. Reads that a cache may keep carry an ETag. A matching one is
 * answered 304 where the contract has that, and with what would have been 200 (RFC 9110, 13.2.1); nowhere else, for a
 * write has been done and a refusal has to be read.
 */
export async function controlCaching(app: App): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', NO_STORE);
  });
  await app.register(etag, { replyWith304: false });
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode } = reply;
    const succeeded = statusCode < 300 || statusCode === 304;
    const kept = reply.getHeader('cache-control') !== NO_STORE;
    // @fastify/etag tags every answer.
    if (!READS.has(request.method) || !succeeded || !kept) return void reply.removeHeader('etag');
    // Routes that stream look at the conditions themselves, before they open what they send.
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (statusCode !== 200 || !isWhole || !mayBeUnchanged(request)) return;
    if (!etagMatches(request.headers['if-none-match'], String(reply.getHeader('etag')))) return;
    reply.code(304);
    return '';
  });
}
