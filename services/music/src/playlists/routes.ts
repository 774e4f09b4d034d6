import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendTemplate } from '../tracks/answer-template.ts';
import type { UrlQueryOf } from '../tracks/present-track.ts';
import type { FindPlaylist, PresentPlaylist } from './present-playlist.ts';
import type { PlaylistItems, Playlists } from './service.ts';

interface PlaylistRoutesDeps {
  playlists: Playlists;
  playlistItems: PlaylistItems;
  findPlaylist: FindPlaylist;
  presentPlaylist: PresentPlaylist;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

const PRIVATE = 'private, no-cache';

/** Playlists without regard to their items. */
export function playlistRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlists, findPlaylist, presentPlaylist, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.createPlaylist,
    config: { ...operations.createPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const owner = requirePrincipal(request);
      const playlist = await playlists.create(owner, request.body);
      reply.code(201).header('location', operations.getPlaylist.url.replace(':playlistId', playlist.id));
      return reply.send(await presentPlaylist(playlist, owner.authSessionId));
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
      const { userId, authSessionId } = requirePrincipal(request);
      const template = await findPlaylist(request.params.playlistId, userId);
      return sendTemplate(request, reply, template, urlQueryOf(authSessionId));
    },
  });

  app.route({
    ...operations.updatePlaylist,
    config: { ...operations.updatePlaylist.config, rateLimit: rateLimits.change },
    handler: async (request) => {
      const { userId, authSessionId } = requirePrincipal(request);
      const changed = await playlists.change(request.params.playlistId, userId, request.body);
      return presentPlaylist(changed, authSessionId);
    },
  });

  app.route({
    ...operations.deletePlaylist,
    config: { ...operations.deletePlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await playlists.remove(request.params.playlistId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
}

/** The items of playlists. Each route answers with the whole changed playlist. */
export function playlistItemRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlistItems, presentPlaylist, rateLimits } = deps;
  app.route({
    ...operations.addPlaylistItem,
    config: { ...operations.addPlaylistItem.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const owner = requirePrincipal(request);
      const changed = await playlistItems.add(request.params.playlistId, owner, request.body.trackId);
      return reply.code(201).send(await presentPlaylist(changed, owner.authSessionId));
    },
  });

  app.route({
    ...operations.removePlaylistItem,
    config: { ...operations.removePlaylistItem.config, rateLimit: rateLimits.change },
    handler: async (request) => {
      const { userId, authSessionId } = requirePrincipal(request);
      const { playlistId, itemId } = request.params;
      return presentPlaylist(await playlistItems.remove(playlistId, userId, itemId), authSessionId);
    },
  });

  app.route({
    ...operations.reorderPlaylist,
    config: { ...operations.reorderPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request) => {
      const { userId, authSessionId } = requirePrincipal(request);
      const changed = await playlistItems.reorder(request.params.playlistId, userId, request.body);
      return presentPlaylist(changed, authSessionId);
    },
  });
}
