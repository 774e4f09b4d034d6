import etag from '@fastify/etag';
import type { FastifyRequest } from 'fastify';
import type { App } from './types.ts';

const NO_STORE = 'no-store';
const READS = new Set(['GET', 'HEAD']);

/** The ETags of a list, each in quotes and perhaps weak (RFC 9110, 8.8.3). A comma within quotes separates nothing. */
const TAGS = /(?:W\/)?("[^"]*")/g;

/** Whether an If-None-Match header names this strong ETag, by weak comparison (RFC 9110, 13.1.2). */
export function etagMatches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(TAGS)].some(([, found]) => found === tag);
}

const allows304 = ({ routeOptions }: FastifyRequest): boolean =>
  Object.hasOwn(Object(routeOptions.schema?.response) as object, '304');

/**
 * No cache stores an answer unless its route says so. Reads that a cache may store carry an ETag. A matching one is
 * answered 304 where the contract has that status and the answer would be 200 (RFC 9110, 13.2.1). Writes and errors are
 * never answered 304.
 */
export async function controlCaching(app: App): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', NO_STORE);
  });
  await app.register(etag, { replyWith304: false });
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode } = reply;
    const succeeded = statusCode < 300 || statusCode === 304;
    const mayBeStored = reply.getHeader('cache-control') !== NO_STORE;
    // @fastify/etag tags every answer.
    if (!READS.has(request.method) || !succeeded || !mayBeStored) return void reply.removeHeader('etag');
    // Routes that stream check the conditions themselves, before they open what they send.
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (statusCode !== 200 || !isWhole || !allows304(request)) return;
    if (!etagMatches(request.headers['if-none-match'], String(reply.getHeader('etag')))) return;
    reply.code(304);
    return '';
  });
}
