import { type App, requirePrincipal, stateCondition } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendTemplate } from './answer-template.ts';
import type { FindTrack } from './find-track.ts';
import type { UrlQueryOf } from './present-track.ts';
import type { Tracks } from './service.ts';
import type { ListTracks } from './track-list.ts';

interface TrackRoutesDeps {
  tracks: Tracks;
  findTrack: FindTrack;
  listTracks: ListTracks;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

// A page without search words usually comes from the cache; a search usually goes to the database.
const isNotSearch = ({ query }: FastifyRequest) => !('q' in (query as Record<string, unknown>));

/** Reading and deleting tracks. */
export function trackRoutes(app: App, deps: TrackRoutesDeps): void {
  const { tracks, findTrack, listTracks, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.listTracks,
    config: { ...operations.listTracks.config, rateLimit: { ...rateLimits.search, allowList: isNotSearch } },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const template = await listTracks(request.query, reader);
      return sendTemplate(request, reply, template, urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.getTrack,
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const { template } = await findTrack(request.params.trackId, reader);
      return sendTemplate(request, reply, template, urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.findDuplicates,
    config: { ...operations.findDuplicates.config, rateLimit: rateLimits.search },
    handler: async (request) => ({
      items: await tracks.duplicates(requirePrincipal(request).userId, request.body.sha256),
    }),
  });

  app.route({
    ...operations.deleteTrack,
    config: { ...operations.deleteTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await tracks.remove(request.params.trackId, requirePrincipal(request), stateCondition(request));
      return reply.code(204).send();
    },
  });
}
