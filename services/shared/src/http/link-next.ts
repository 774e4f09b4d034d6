import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Operation } from './types.ts';

/** Links the next page of a list (RFC 8288). Relative to the request, so that it is right behind every proxy. */
export function linkNext(
  { url }: Pick<FastifyRequest, 'url'>,
  reply: Pick<FastifyReply, 'header'>,
  nextCursor: string | null,
): void {
  if (nextCursor === null) return;
  const query = new URLSearchParams(/\?(.*)$/s.exec(url)?.[1]);
  query.set('cursor', nextCursor);
  reply.header('link', `<?${query.toString()}>; rel="next"`);
}

/** Links the next page of each operation whose contract has a cursor. */
export function linkPages(route: RouteOptions, { schema }: Operation): void {
  const query = (schema.querystring as { properties?: object } | undefined)?.properties ?? {};
  if (!Object.hasOwn(query, 'cursor')) return;
  const link = async (request: FastifyRequest, reply: FastifyReply, page: unknown): Promise<unknown> => {
    if (typeof page === 'object' && page !== null && 'nextCursor' in page) {
      linkNext(request, reply, page.nextCursor as string | null);
    }
    return page;
  };
  route.preSerialization = [link, ...[route.preSerialization ?? []].flat()];
}
