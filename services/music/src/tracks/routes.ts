import { type App, etagMatches, requirePrincipal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { operations } from '../generated/operations.gen.ts';
import type { TrackPage } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { PresentTrack, UrlQueryOf } from './present-track.ts';
import type { Tracks } from './service.ts';
import type { ListTracks } from './track-list.ts';
import { templateOf } from './track-page.ts';

interface TrackRoutesDeps {
  tracks: Tracks;
  listTracks: ListTracks;
  presentTrack: PresentTrack;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

// A page without search words usually comes from the cache; a search usually goes to the database.
const isNotSearch = ({ query }: FastifyRequest) => !('q' in (query as Record<string, unknown>));

/** Reading and deleting tracks. */
export function trackRoutes(app: App, deps: TrackRoutesDeps): void {
  const { tracks, listTracks, presentTrack, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.listTracks,
    config: { ...operations.listTracks.config, rateLimit: { ...rateLimits.search, allowList: isNotSearch } },
    handler: async (request, reply) => {
      const { authSessionId } = requirePrincipal(request);
      const page = templateOf(await listTracks(request.query));
      const query = urlQueryOf(authSessionId);
      const etag = page.etag(query);
      reply.header('cache-control', 'private, no-cache').header('etag', etag);
      if (etagMatches(request.headers['if-none-match'], etag)) return reply.code(304).send();
      // JSON text already, so it is not serialised again.
      return reply.type('application/json; charset=utf-8').send(page.render(query) as unknown as TrackPage);
    },
  });

  app.route({
    ...operations.getTrack,
    handler: async (request, reply) => {
      const { authSessionId } = requirePrincipal(request);
      reply.header('cache-control', 'private, no-cache');
      return presentTrack(await tracks.get(request.params.trackId), authSessionId);
    },
  });

  app.route({
    ...operations.deleteTrack,
    config: { ...operations.deleteTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await tracks.remove(request.params.trackId, requirePrincipal(request));
      return reply.code(204).send();
    },
  });
}
