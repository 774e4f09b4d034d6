import { requirePrincipal, type App } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { PlaylistItems } from './items.ts';
import type { Playlists } from './playlists.ts';
import type { PresentPlaylist } from './present.ts';

export interface PlaylistRoutesOptions {
  playlists: Playlists;
  items: PlaylistItems;
  present: PresentPlaylist;
  limits: RateLimits;
}

const PRIVATE = 'private, no-cache';

/** The lists themselves. */
export function playlistRoutes(app: App, { playlists, present, limits }: PlaylistRoutesOptions): void {
  app.route({
    ...operations.createPlaylist,
    config: { ...operations.createPlaylist.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { userId, sessionId } = requirePrincipal(request);
      const playlist = await playlists.create(userId, request.body);
      reply.code(201).header('location', operations.getPlaylist.url.replace(':playlistId', playlist.id));
      return reply.send(await present(playlist, sessionId));
    },
  });

  app.route({
    ...operations.listPlaylists,
    handler: async (request, reply) => {
      reply.header('cache-control', PRIVATE);
      return playlists.list(requirePrincipal(request).userId, request.query);
    },
  });

  app.route({
    ...operations.getPlaylist,
    handler: async (request, reply) => {
      const { userId, sessionId } = requirePrincipal(request);
      reply.header('cache-control', PRIVATE);
      return present(await playlists.get(request.params.playlistId, userId), sessionId);
    },
  });

  app.route({
    ...operations.updatePlaylist,
    config: { ...operations.updatePlaylist.config, rateLimit: limits.change },
    handler: async (request) => {
      const { userId, sessionId } = requirePrincipal(request);
      return present(await playlists.change(request.params.playlistId, userId, request.body), sessionId);
    },
  });

  app.route({
    ...operations.deletePlaylist,
    config: { ...operations.deletePlaylist.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      await playlists.remove(request.params.playlistId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
}
