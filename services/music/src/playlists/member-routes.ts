import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendChanged } from '../tracks/answer-template.ts';
import type { UrlQueryOf } from '../tracks/present-track.ts';
import type { PlaylistInvites, PlaylistMembers } from './members.ts';
import type { PresentPlaylist } from './present-playlist.ts';

interface MemberRoutesDeps {
  playlistInvites: PlaylistInvites;
  playlistMembers: PlaylistMembers;
  presentPlaylist: PresentPlaylist;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

/** Invitations to playlists. */
export function playlistInviteRoutes(app: App, deps: MemberRoutesDeps): void {
  const { playlistInvites, presentPlaylist, urlQueryOf, rateLimits } = deps;
  app.route({
    ...operations.joinPlaylist,
    config: { ...operations.joinPlaylist.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const reader = requirePrincipal(request);
      const playlist = await playlistInvites.join(request.body.inviteCode, reader);
      return sendChanged(reply, await presentPlaylist(playlist, reader), urlQueryOf(reader.authSessionId));
    },
  });

  app.route({
    ...operations.createPlaylistInvite,
    config: { ...operations.createPlaylistInvite.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const { playlistId } = request.params;
      const invite = await playlistInvites.create(playlistId, requirePrincipal(request), request.body);
      return reply.code(201).send(invite);
    },
  });

  app.route({
    ...operations.listPlaylistInvites,
    handler: async (request) =>
      playlistInvites.list(request.params.playlistId, requirePrincipal(request).userId),
  });

  app.route({
    ...operations.withdrawPlaylistInvite,
    config: { ...operations.withdrawPlaylistInvite.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const { playlistId, inviteId } = request.params;
      await playlistInvites.withdraw(playlistId, requirePrincipal(request).userId, inviteId);
      return reply.code(204).send();
    },
  });
}

/** Who is in a playlist, with which role. */
export function playlistMemberRoutes(app: App, { playlistMembers, rateLimits }: MemberRoutesDeps): void {
  app.route({
    ...operations.listPlaylistMembers,
    handler: async (request) =>
      playlistMembers.list(request.params.playlistId, requirePrincipal(request).userId),
  });

  app.route({
    ...operations.setPlaylistMemberRole,
    config: { ...operations.setPlaylistMemberRole.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const { playlistId, userId: memberId } = request.params;
      const target = { id: playlistId, userId: requirePrincipal(request).userId };
      await playlistMembers.setRole(target, memberId, request.body.role);
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.removePlaylistMember,
    config: { ...operations.removePlaylistMember.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => {
      const { playlistId, userId: memberId } = request.params;
      await playlistMembers.remove({ id: playlistId, userId: requirePrincipal(request).userId }, memberId);
      return reply.code(204).send();
    },
  });
}
