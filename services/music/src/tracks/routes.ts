import { requirePrincipal, type App } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { ListTracks } from './list.ts';
import type { PresentTrack } from './present.ts';
import type { Tracks } from './tracks.ts';

export interface TrackRoutesOptions {
  tracks: Tracks;
  list: ListTracks;
  present: PresentTrack;
  limits: RateLimits;
}

/** Tracks as data; their upload and their bytes have routes of their own. */
export function trackRoutes(app: App, { tracks, list, present, limits }: TrackRoutesOptions): void {
  app.route({
    ...operations.listTracks,
    config: { ...operations.listTracks.config, rateLimit: limits.search },
    handler: async (request, reply) => {
      const { sessionId } = requirePrincipal(request);
      const { items, nextCursor } = await list(request.query);
      reply.header('cache-control', 'private, no-cache');
      return { items: items.map((record) => present(record, sessionId)), nextCursor };
    },
  });

  app.route({
    ...operations.getTrack,
    handler: async (request, reply) => {
      const { sessionId } = requirePrincipal(request);
      reply.header('cache-control', 'private, no-cache');
      return present(await tracks.get(request.params.trackId), sessionId);
    },
  });

  app.route({
    ...operations.deleteTrack,
    config: { ...operations.deleteTrack.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      await tracks.remove(request.params.trackId, requirePrincipal(request));
      return reply.code(204).send();
    },
  });
}
