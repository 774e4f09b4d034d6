import type { Generation } from '@downbeat/shared/cache';
import { commonErrors, type ProblemError, type ProblemFactory } from '@downbeat/shared/errors';
import type { Principal, StateCondition } from '@downbeat/shared/http';
import { errors } from '../errors.ts';
import type { Playlist, PlaylistMemberRole, PlaylistRole } from '../generated/schemas.gen.ts';
import type { PlaylistAt, PlaylistRecord, PlaylistRepository } from './repository.ts';

/** The account that changes a playlist. */
export type Owner = Pick<Principal, 'userId' | 'role' | 'displayName'>;

/** What If-Match compares. Other playlists may have the same revision, so the random part of the id belongs to it. */
export const playlistState = ({ id, revision }: Pick<Playlist, 'id' | 'revision'>): string =>
  `${id.slice(-12)}.${revision}`;

type Shared = Pick<PlaylistRecord, 'ownerId' | 'members'>;

/** Null for an account that is no member. */
export function roleOf({ ownerId, members }: Shared, userId: string): PlaylistRole | null {
  if (ownerId === userId) return 'owner';
  return members.find((member) => member.userId === userId)?.role ?? null;
}

/** Each role includes those before it. */
export const RANKS: Readonly<Record<PlaylistRole, number>> = { view: 0, add: 1, edit: 2, owner: 3 };
const MEMBER_ROLES: readonly PlaylistMemberRole[] = ['view', 'add', 'edit'];

/** What a member must be for a change. */
const MISSING: Readonly<Record<PlaylistRole, string>> = {
  view: 'This is for members of the playlist',
  add: 'This is for the owner, and members with the role add or edit',
  edit: 'This is for the owner, and members with the role edit',
  owner: 'This is for the owner of the playlist',
};

/**
 * The playlist, for its owner and for members with this role or a higher one.
 * @throws ProblemError PLAYLIST_NOT_FOUND for all who are no members, FORBIDDEN for members with a lower role
 */
export async function requireRole(
  repository: PlaylistRepository,
  { id, userId }: { id: string; userId: string },
  least: PlaylistRole,
): Promise<PlaylistRecord> {
  const playlist = await repository.find(id);
  const role = playlist && roleOf(playlist, userId);
  if (playlist === null || role === null) throw errors.PLAYLIST_NOT_FOUND();
  if (RANKS[role] < RANKS[least]) throw commonErrors.FORBIDDEN({ detail: MISSING[least] });
  return playlist;
}

/** @throws ProblemError PLAYLIST_NOT_FOUND: for all but its owner and members a private playlist does not exist */
export async function requireReadable(
  repository: PlaylistRepository,
  id: string,
  userId: string,
): Promise<PlaylistRecord> {
  const playlist = await repository.find(id);
  if (playlist === null || !isReadableFor(playlist, userId)) throw errors.PLAYLIST_NOT_FOUND();
  return playlist;
}

export const isReadableFor = (
  playlist: Shared & Pick<PlaylistRecord, 'visibility'>,
  userId: string,
): boolean => playlist.visibility !== 'private' || roleOf(playlist, userId) !== null;

/** A playlist, the user who wants to change it, and the states that the change insists on. */
export interface Target extends Pick<Principal, 'userId' | 'role'> {
  id: string;
  condition: StateCondition;
}

/**
 * The playlist, and what a write must find: the user with this role still, and the revision that the condition accepted, if
 * there is a condition.
 * @throws ProblemError PLAYLIST_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED
 */
export async function requireTarget(
  repository: PlaylistRepository,
  { id, userId, condition }: Target,
  least: PlaylistRole,
): Promise<{ playlist: PlaylistRecord; at: PlaylistAt }> {
  const playlist = await requireRole(repository, { id, userId }, least);
  if (condition !== undefined && !condition(playlistState(playlist)))
    throw commonErrors.PRECONDITION_FAILED();
  const roles = MEMBER_ROLES.filter((role) => RANKS[role] >= RANKS[least]);
  const revision = condition !== undefined && { revision: playlist.revision };
  return { playlist, at: { id, userId, roles, ...revision } };
}

/** Waits for a change, and then removes all playlists from the memory of all instances. */
export async function published<T>(generation: Generation, change: Promise<T>): Promise<T> {
  const changed = await change;
  await generation.advance();
  return changed;
}

/** Why a write has found nothing: the playlist or the role is gone, it has left the demanded state, or the reason of the write itself. */
export async function reasonOf(
  repository: PlaylistRepository,
  target: Target,
  least: PlaylistRole,
  otherwise: ProblemFactory,
): Promise<ProblemError> {
  await requireTarget(repository, target, least);
  return otherwise();
}
