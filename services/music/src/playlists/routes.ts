import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { Playlist } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { PlaylistRecord } from './repository.ts';
import type { PlaylistItems, Playlists } from './service.ts';

/** A playlist as one reader gets it, with its tracks. A track that was deleted a moment ago is left out. */
export type PresentPlaylist = (playlist: PlaylistRecord, authSessionId: string) => Promise<Playlist>;

export function createPlaylistPresenter(
  tracks: TrackRepository,
  presentTrack: PresentTrack,
): PresentPlaylist {
  return async ({ items, ...playlist }, authSessionId) => {
    const records = await tracks.findMany(items.map(({ trackId }) => trackId));
    const existing = items.flatMap(({ id, addedAt, trackId }) => {
      const record = records.get(trackId);
      return record === undefined ? [] : [{ id, addedAt, track: presentTrack(record, authSessionId) }];
    });
    return { ...playlist, items: existing };
  };
}

interface PlaylistRoutesDeps {
  playlists: Playlists;
  playlistItems: PlaylistItems;
  presentPlaylist: PresentPlaylist;
  rateLimits: RateLimits;
}

const PRIVATE = 'private, no-cache';

/** Playlists without regard to their items. */
export function playlistRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlists, presentPlaylist, rateLimits } = deps;
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
      reply.header('cache-control', PRIVATE);
      return presentPlaylist(await playlists.get(request.params.playlistId, userId), authSessionId);
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
