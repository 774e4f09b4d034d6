import type { Generation } from '@downbeat/shared/cache';
import type { Principal } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { errors } from '../errors.ts';
import type {
  NewPlaylistInvite,
  PlaylistInvite,
  PlaylistMember,
  PlaylistMemberRole,
} from '../generated/schemas.gen.ts';
import { newInviteCode, readInviteCode } from '../listening/model/invite-code.ts';
import type { InviteCodes } from '../listening/store/invite-codes.ts';
import { RANKS, published, requireRole, roleOf } from './access.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';
import type { SharingRepository } from './sharing-repository.ts';

/** Members of a playlist besides its owner. */
const MAX_MEMBERS = 50;
/** Invites of a playlist that have not expired. */
const MAX_INVITES = 10;
/** Playlists of others that an account is a member of. */
const MAX_SHARED = 200;
const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 7 * 24;

interface MembersDeps {
  repository: PlaylistRepository;
  sharing: SharingRepository;
  generation: Generation;
  inviteCodes: InviteCodes<PlaylistRecord>;
  /** Milliseconds since 1970. */
  now: () => number;
}

type Account = Pick<Principal, 'userId' | 'displayName'>;

export type PlaylistInvites = ReturnType<typeof createPlaylistInvites>;

/** Invitations to a playlist, which its owner gives out. All but `join` throw PLAYLIST_NOT_FOUND, and FORBIDDEN for its members. */
export function createPlaylistInvites({ repository, sharing, generation, inviteCodes, now }: MembersDeps) {
  /** @throws ProblemError INVITE_INVALID, RATE_LIMITED, PLAYLIST_LIST_FULL, PLAYLIST_MEMBERS_FULL, UNAVAILABLE */
  async function join(given: string, account: Account): Promise<PlaylistRecord> {
    const playlist = await inviteCodes.findForUser(given, account.userId);
    if (roleOf(playlist, account.userId) !== null) return playlist;
    if ((await sharing.countShared(account.userId)) >= MAX_SHARED) throw errors.PLAYLIST_LIST_FULL();
    const invite = { id: playlist.id, code: readInviteCode(given) };
    const joined = await published(generation, sharing.addMember(invite, account, MAX_MEMBERS));
    if (joined !== null) return joined;
    const current = await inviteCodes.findForUser(given, account.userId);
    // Another try of the same request was faster.
    if (roleOf(current, account.userId) !== null) return current;
    throw errors.PLAYLIST_MEMBERS_FULL();
  }

  return {
    join,

    /** @throws ProblemError PLAYLIST_INVITES_FULL */
    create: async (
      id: string,
      owner: Account,
      { role, expiresInHours = DEFAULT_HOURS }: NewPlaylistInvite,
    ): Promise<PlaylistInvite> => {
      await requireRole(repository, { id, userId: owner.userId }, 'owner');
      const [createdMs, inviteCode] = [now(), newInviteCode()];
      const expiresAt = new Date(createdMs + expiresInHours * HOUR_MS).toISOString();
      const invite = {
        id: newId(),
        inviteCode,
        role,
        createdAt: new Date(createdMs).toISOString(),
        expiresAt,
      };
      const isAdded = await published(generation, sharing.addInvite(id, owner, invite, MAX_INVITES));
      if (!isAdded) throw errors.PLAYLIST_INVITES_FULL();
      return invite;
    },

    list: async (id: string, userId: string): Promise<{ items: PlaylistInvite[] }> => {
      await requireRole(repository, { id, userId }, 'owner');
      return { items: await sharing.invitesOf(id, userId) };
    },

    withdraw: async (id: string, userId: string, inviteId: string): Promise<void> => {
      await requireRole(repository, { id, userId }, 'owner');
      await sharing.withdrawInvite(id, userId, inviteId);
    },
  };
}

export type PlaylistMembers = ReturnType<typeof createPlaylistMembers>;

/** The members of a playlist. */
export function createPlaylistMembers({
  repository,
  sharing,
  generation,
}: Pick<MembersDeps, 'repository' | 'sharing' | 'generation'>) {
  return {
    /** The owner first. @throws ProblemError PLAYLIST_NOT_FOUND, also for those who only read it */
    list: async (id: string, userId: string): Promise<{ items: PlaylistMember[] }> => {
      const { ownerId, ownerName, createdAt, members } = await requireRole(
        repository,
        { id, userId },
        'view',
      );
      const owner = { userId: ownerId, displayName: ownerName, role: 'owner', joinedAt: createdAt } as const;
      return { items: [owner, ...members.map(({ inviteId: _inviteId, ...member }) => member)] };
    },

    /**
     * A lower role withdraws the invite by which the member came, so that leaving and joining does not bring the former one back.
     * @throws ProblemError PLAYLIST_NOT_FOUND, FORBIDDEN, PLAYLIST_MEMBER_NOT_FOUND
     */
    setRole: async (
      { id, userId }: { id: string; userId: string },
      memberId: string,
      role: PlaylistMemberRole,
    ): Promise<void> => {
      const { members } = await requireRole(repository, { id, userId }, 'owner');
      const member = members.find((other) => other.userId === memberId);
      const isLower = member !== undefined && RANKS[role] < RANKS[member.role];
      const changing = sharing.setRole(id, memberId, role, isLower ? member.inviteId : undefined);
      const changed = await published(generation, changing);
      if (changed === null) throw errors.PLAYLIST_MEMBER_NOT_FOUND();
    },

    /**
     * The owner removes a member, and with it the invite by which the member came; members remove themselves.
     * @throws ProblemError PLAYLIST_NOT_FOUND, FORBIDDEN, PLAYLIST_MEMBER_NOT_FOUND
     */
    remove: async ({ id, userId }: { id: string; userId: string }, memberId: string): Promise<void> => {
      const isSelf = memberId === userId;
      const { members } = await requireRole(repository, { id, userId }, isSelf ? 'view' : 'owner');
      const inviteId = isSelf ? undefined : members.find((other) => other.userId === memberId)?.inviteId;
      const changed = await published(generation, sharing.removeMember(id, memberId, inviteId));
      if (changed === null) throw errors.PLAYLIST_MEMBER_NOT_FOUND();
    },
  };
}
