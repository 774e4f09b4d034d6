import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Scrobbling } from './scrobbling.ts';

interface ScrobblingRoutesDeps {
  scrobbling: Scrobbling;
  rateLimits: RateLimits;
}

/** Whether the plays of an account are submitted to ListenBrainz. */
export function scrobblingRoutes(app: App, { scrobbling, rateLimits }: ScrobblingRoutesDeps): void {
  app.route({
    ...operations.getScrobbling,
    handler: async (request) => scrobbling.stateOf(requirePrincipal(request).userId),
  });

  app.route({
    ...operations.connectListenBrainz,
    config: { ...operations.connectListenBrainz.config, rateLimit: rateLimits.token },
    handler: async (request) => scrobbling.connect(requirePrincipal(request).userId, request.body.token),
  });

  app.route({
    ...operations.disconnectListenBrainz,
    config: { ...operations.disconnectListenBrainz.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await scrobbling.disconnect(requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
}
