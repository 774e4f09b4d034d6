import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Analyses } from './analyses.ts';

/** What decoding a track has found. */
export function analysisRoutes(
  app: App,
  { trackAnalyses, rateLimits }: { trackAnalyses: Analyses; rateLimits: RateLimits },
): void {
  app.route({
    ...operations.getTrackAnalysis,
    handler: async (request, reply) => {
      // A client may keep it, but must revalidate it each time: it may be pending now, or be run again.
      reply.header('cache-control', 'private, no-cache');
      return trackAnalyses.get(request.params.trackId, requirePrincipal(request));
    },
  });

  app.route({
    ...operations.analyseTrack,
    config: { ...operations.analyseTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      reply.code(202);
      return trackAnalyses.runAgain(request.params.trackId, requirePrincipal(request));
    },
  });
}
