import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { History } from './history.ts';
import type { Likes } from './likes.ts';
import type { Plays } from './plays.ts';
import type { Ratings } from './ratings.ts';

interface LibraryRoutesDeps {
  likes: Likes;
  ratings: Ratings;
  plays: Plays;
  history: History;
  rateLimits: RateLimits;
}

/** What an account likes and rates, and what is known of tracks. */
export function libraryRoutes(app: App, { likes, ratings, plays, rateLimits }: LibraryRoutesDeps): void {
  app.route({
    ...operations.likeTrack,
    config: { ...operations.likeTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await likes.add(requirePrincipal(request), request.params.trackId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.unlikeTrack,
    config: { ...operations.unlikeTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await likes.remove(requirePrincipal(request).userId, request.params.trackId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.listLikedTracks,
    handler: async (request) => likes.list(requirePrincipal(request), request.query),
  });

  app.route({
    ...operations.setRating,
    config: { ...operations.setRating.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await ratings.set(requirePrincipal(request), request.params.trackId, request.body.rating);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.removeRating,
    config: { ...operations.removeRating.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await ratings.remove(requirePrincipal(request).userId, request.params.trackId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.listRatedTracks,
    handler: async (request) => ratings.list(requirePrincipal(request), request.query),
  });

  app.route({
    ...operations.listTrackStates,
    handler: async (request) => plays.statesOf(requirePrincipal(request), request.query.ids.split(',')),
  });

  app.route({
    ...operations.getTrackFigures,
    handler: async (request) => plays.figuresOf(requirePrincipal(request), request.params.trackId),
  });
}

/** What an account has played. */
export function historyRoutes(app: App, { plays, history, rateLimits }: LibraryRoutesDeps): void {
  app.route({
    ...operations.reportPlays,
    config: { ...operations.reportPlays.config, rateLimit: rateLimits.change },
    handler: async (request) => plays.report(requirePrincipal(request), request.body.plays),
  });

  app.route({
    ...operations.listHistory,
    handler: async (request) => history.list(requirePrincipal(request), request.query),
  });

  app.route({
    ...operations.clearHistory,
    config: { ...operations.clearHistory.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await history.clear(requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.deleteHistoryEntry,
    config: { ...operations.deleteHistoryEntry.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await history.remove(requirePrincipal(request).userId, request.params.playId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.listPlayedTracks,
    handler: async (request) => history.listPlayed(requirePrincipal(request), request.query),
  });
}
