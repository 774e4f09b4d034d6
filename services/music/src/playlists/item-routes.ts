import { requirePrincipal, type App } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { PlaylistRoutesOptions } from './routes.ts';

/** What is in the lists. Each answers with the whole changed playlist. */
export function playlistItemRoutes(app: App, { items, present, limits }: PlaylistRoutesOptions): void {
  app.route({
    ...operations.addPlaylistItem,
    config: { ...operations.addPlaylistItem.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { userId, sessionId } = requirePrincipal(request);
      const changed = await items.add(request.params.playlistId, userId, request.body.trackId);
      return reply.code(201).send(await present(changed, sessionId));
    },
  });

  app.route({
    ...operations.removePlaylistItem,
    config: { ...operations.removePlaylistItem.config, rateLimit: limits.change },
    handler: async (request) => {
      const { userId, sessionId } = requirePrincipal(request);
      const { playlistId, itemId } = request.params;
      return present(await items.remove(playlistId, userId, itemId), sessionId);
    },
  });

  app.route({
    ...operations.reorderPlaylist,
    config: { ...operations.reorderPlaylist.config, rateLimit: limits.change },
    handler: async (request) => {
      const { userId, sessionId } = requirePrincipal(request);
      return present(await items.reorder(request.params.playlistId, userId, request.body), sessionId);
    },
  });
}
