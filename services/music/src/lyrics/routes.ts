import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { TrackLyrics } from './lyrics.ts';

/** The most characters of the contract, each of four bytes, and some of them escaped. */
const MAX_BODY_BYTES = 512 * 1024;

/** The lyrics of tracks. */
export function lyricsRoutes(
  app: App,
  { trackLyrics, rateLimits }: { trackLyrics: TrackLyrics; rateLimits: RateLimits },
): void {
  app.route({
    ...operations.getLyrics,
    handler: async (request, reply) => {
      // A client may keep them, but must revalidate them each time: the artist may have corrected a line.
      reply.header('cache-control', 'private, no-cache');
      return trackLyrics.get(request.params.trackId, requirePrincipal(request));
    },
  });

  app.route({
    ...operations.setLyrics,
    bodyLimit: MAX_BODY_BYTES,
    config: { ...operations.setLyrics.config, rateLimit: rateLimits.change },
    handler: async (request) =>
      trackLyrics.set(request.params.trackId, request.body.text, requirePrincipal(request)),
  });

  app.route({
    ...operations.removeLyrics,
    config: { ...operations.removeLyrics.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await trackLyrics.remove(request.params.trackId, requirePrincipal(request));
      return reply.code(204).send();
    },
  });
}
