import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { ArtistFollowing } from './artist-follows.ts';

interface FollowRoutesDeps {
  artistFollowing: ArtistFollowing;
  rateLimits: RateLimits;
}

/** Which artists an account follows, and what they publish. */
export function followRoutes(app: App, { artistFollowing, rateLimits }: FollowRoutesDeps): void {
  app.route({
    ...operations.getArtistFollow,
    handler: async (request) => artistFollowing.stateOf(requirePrincipal(request), request.params.artistId),
  });

  app.route({
    ...operations.followArtist,
    config: { ...operations.followArtist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await artistFollowing.add(requirePrincipal(request), request.params.artistId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.unfollowArtist,
    config: { ...operations.unfollowArtist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await artistFollowing.remove(requirePrincipal(request).userId, request.params.artistId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.listFollowedArtists,
    handler: async (request) => artistFollowing.list(requirePrincipal(request).userId, request.query),
  });

  app.route({
    ...operations.listNewReleases,
    handler: async (request) => artistFollowing.releases(requirePrincipal(request), request.query),
  });
}
