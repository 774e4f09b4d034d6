import etag from '@fastify/etag';
import type { FastifyRequest } from 'fastify';
import { holdsTag } from './entity-tags.ts';
import type { App } from './types.ts';

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
    if (!holdsTag(request.headers['if-none-match'], String(reply.getHeader('etag')))) return;
    reply.code(304);
    return '';
  });
}
