import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { NowPlayingRules } from './now-playing.ts';
import type { PlayQueues } from './play-queues.ts';

interface PlaybackRoutesDeps {
  nowPlaying: NowPlayingRules;
  playQueue: PlayQueues;
  rateLimits: RateLimits;
}

/** What an account plays, for its own devices. */
export function playbackRoutes(app: App, { nowPlaying, playQueue, rateLimits }: PlaybackRoutesDeps): void {
  app.route({
    ...operations.getNowPlaying,
    handler: async (request) => nowPlaying.get(requirePrincipal(request)),
  });

  app.route({
    ...operations.setNowPlaying,
    config: { ...operations.setNowPlaying.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await nowPlaying.set(requirePrincipal(request), request.body);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.clearNowPlaying,
    config: { ...operations.clearNowPlaying.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await nowPlaying.clear(requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.getPlayQueue,
    handler: async (request) => playQueue.get(requirePrincipal(request)),
  });

  app.route({
    ...operations.savePlayQueue,
    config: { ...operations.savePlayQueue.config, rateLimit: rateLimits.change },
    handler: async (request) => playQueue.save(requirePrincipal(request).userId, request.body),
  });
}
