import etag from '@fastify/etag';
import type { App } from './types.ts';

const NO_STORE = 'no-store';
const READS = new Set(['GET', 'HEAD']);

/**
 * No cache keeps an answer unless its route says so. Reads that a cache may keep carry an ETag, and 304 answers a
 * matching one.
 */
export async function controlCaching(app: App): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', NO_STORE);
  });
  await app.register(etag, { replyWith304: true });
  // @fastify/etag tags every answer; only a successful read that may be kept can be revalidated.
  app.addHook('onSend', async (request, reply) => {
    const succeeded = reply.statusCode < 300 || reply.statusCode === 304;
    const kept = reply.getHeader('cache-control') !== NO_STORE;
    if (!READS.has(request.method) || !succeeded || !kept) reply.removeHeader('etag');
  });
}
