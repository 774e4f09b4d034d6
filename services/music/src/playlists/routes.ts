import { type App, creationOf, requirePrincipal, stateCondition } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendChanged, sendTemplate } from '../tracks/answer-template.ts';
import type { UrlQueryOf } from '../tracks/present-track.ts';
import type { Target } from './access.ts';
import type { FindPlaylist, PresentPlaylist } from './present-playlist.ts';
import type { PlaylistFollowing, PlaylistListing } from './listing.ts';
import type { PlaylistItems } from './playlist-items.ts';
import type { Playlists } from './service.ts';

interface PlaylistRoutesDeps {
  playlists: Playlists;
  playlistItems: PlaylistItems;
  findPlaylist: FindPlaylist;
  presentPlaylist: PresentPlaylist;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

interface ListRoutesDeps extends Pick<PlaylistRoutesDeps, 'rateLimits'> {
  playlistListing: PlaylistListing;
  playlistFollowing: PlaylistFollowing;
}

const PRIVATE = 'private, no-cache';

/** The playlist that a request changes. */
function targetOf(request: FastifyRequest, id: string): Target {
  const { userId, role } = requirePrincipal(request);
  return { id, userId, role, condition: stateCondition(request) };
}

/** Playlists that are made. */
export function newPlaylistRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlists, presentPlaylist, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.createPlaylist,
    config: { ...operations.createPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const owner = requirePrincipal(request);
      const playlist = await playlists.create(creationOf(request), owner, request.body);
      reply.code(201).header('location', operations.getPlaylist.url.replace(':playlistId', playlist.id));
      return sendChanged(reply, await presentPlaylist(playlist, owner), urlQueryOf(owner.authSessionId));
    },
  });

  app.route({
    ...operations.duplicatePlaylist,
    config: { ...operations.duplicatePlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const owner = requirePrincipal(request);
      const { playlistId } = request.params;
      const playlist = await playlists.duplicate(creationOf(request), owner, playlistId, request.body);
      reply.code(201).header('location', operations.getPlaylist.url.replace(':playlistId', playlist.id));
      return sendChanged(reply, await presentPlaylist(playlist, owner), urlQueryOf(owner.authSessionId));
    },
  });
}

/** The lists of playlists, and what of others an account keeps in its own. */
export function playlistListRoutes(
  app: App,
  { playlistListing, playlistFollowing, rateLimits }: ListRoutesDeps,
): void {
  app.route({
    ...operations.listPlaylists,
    handler: async (request, reply) => {
      reply.header('cache-control', PRIVATE);
      return playlistListing.own(requirePrincipal(request), request.query);
    },
  });

  app.route({
    ...operations.listPublicPlaylists,
    config: { ...operations.listPublicPlaylists.config, rateLimit: rateLimits.search },
    handler: async (request, reply) => {
      reply.header('cache-control', PRIVATE);
      return playlistListing.public(requirePrincipal(request), request.query);
    },
  });

  app.route({
    ...operations.followPlaylist,
    config: { ...operations.followPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await playlistFollowing.follow(request.params.playlistId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.unfollowPlaylist,
    config: { ...operations.unfollowPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await playlistFollowing.unfollow(request.params.playlistId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
}

/** Playlists without regard to their items. */
export function playlistRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlists, findPlaylist, presentPlaylist, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.getPlaylist,
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const template = await findPlaylist(request.params.playlistId, reader);
      return sendTemplate(request, reply, template, urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.updatePlaylist,
    config: { ...operations.updatePlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const target = targetOf(request, request.params.playlistId);
      const changed = await playlists.change(target, request.body);
      return sendChanged(reply, await presentPlaylist(changed, reader), urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.deletePlaylist,
    config: { ...operations.deletePlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      await playlists.remove(targetOf(request, request.params.playlistId));
      return reply.code(204).send();
    },
  });
}

/** The items of playlists. Each route answers with the whole changed playlist, and its ETag. */
export function playlistItemRoutes(app: App, deps: PlaylistRoutesDeps): void {
  const { playlistItems, presentPlaylist, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.addPlaylistItem,
    config: { ...operations.addPlaylistItem.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const target = targetOf(request, request.params.playlistId);
      const { trackId, ...place } = request.body;
      const added = { trackIds: [trackId], ...place };
      const changed = await playlistItems.add(creationOf(request), target, added);
      reply.code(201);
      return sendChanged(reply, await presentPlaylist(changed, reader), urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.addPlaylistTracks,
    config: { ...operations.addPlaylistTracks.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const target = targetOf(request, request.params.playlistId);
      const changed = await playlistItems.add(creationOf(request), target, request.body);
      reply.code(201);
      return sendChanged(reply, await presentPlaylist(changed, reader), urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.removePlaylistItem,
    config: { ...operations.removePlaylistItem.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const { playlistId, itemId } = request.params;
      const changed = await playlistItems.remove(targetOf(request, playlistId), itemId);
      return sendChanged(reply, await presentPlaylist(changed, reader), urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.reorderPlaylist,
    config: { ...operations.reorderPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const target = targetOf(request, request.params.playlistId);
      const changed = await playlistItems.reorder(target, request.body);
      return sendChanged(reply, await presentPlaylist(changed, reader), urlQueryOf(reader.authSessionId));
    },
  });
}
