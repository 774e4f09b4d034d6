import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './types.ts';

const NO_STORE = 'no-store';
const READS = new Set(['GET', 'HEAD']);

/** The ETags of a list, each in quotes and perhaps weak (RFC 9110, 8.8.3). A comma within quotes separates nothing. */
const TAGS = /(?:W\/)?("[^"]*")/g;

/** Whether an If-None-Match header names this strong ETag, by weak comparison (RFC 9110, 13.1.2). */
export function etagMatches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch === tag) return ifNoneMatch !== undefined;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(TAGS)].some(([, found]) => found === tag);
}

const allows304 = ({ routeOptions }: FastifyRequest): boolean =>
  Object.hasOwn(Object(routeOptions.schema?.response) as object, '304');

function isUnchanged(request: FastifyRequest, reply: FastifyReply): boolean {
  const isKnown = etagMatches(request.headers['if-none-match'], String(reply.getHeader('etag')));
  return isKnown && reply.statusCode === 200 && allows304(request);
}

const tagOf = (payload: string | Buffer): string =>
  `"${createHash('sha1').update(payload).digest('base64')}"`;

function mayBeStored({ method }: FastifyRequest, reply: FastifyReply): boolean {
  const succeeded = reply.statusCode < 300 || reply.statusCode === 304;
  return succeeded && READS.has(method) && reply.getHeader('cache-control') !== NO_STORE;
}

/**
 * No cache stores an answer unless its route says so. Reads that a cache may store carry an ETag. A matching one is
 * answered 304 where the contract has that status and the answer would be 200 (RFC 9110, 13.2.1). Writes and errors are
 * never answered 304. The answer of a write keeps the ETag that its route gave it: that of the changed resource.
 */
export function controlCaching(app: App): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', NO_STORE);
    if (!mayBeStored(request, reply)) {
      const isWritten = reply.statusCode < 300 && !READS.has(request.method);
      if (reply.hasHeader('etag') && !isWritten) reply.removeHeader('etag');
    } else if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
      // Routes that stream set the tag and check the conditions themselves, before they open what they send.
      if (!reply.hasHeader('etag')) reply.header('etag', tagOf(payload));
      if (isUnchanged(request, reply)) {
        reply.code(304);
        done(null, '');
        return;
      }
    }
    done(null, payload);
  });
}
