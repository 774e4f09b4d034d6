import type { Generation } from '@downbeat/shared/cache';
import { commonErrors, type ProblemError, type ProblemFactory } from '@downbeat/shared/errors';
import type { Principal, StateCondition } from '@downbeat/shared/http';
import { errors } from '../errors.ts';
import type { Playlist } from '../generated/schemas.gen.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

export type Owner = Pick<Principal, 'userId' | 'role'>;

/** What If-Match compares. Other playlists may have the same revision, so the random part of the id belongs to it. */
export const playlistState = ({ id, revision }: Pick<Playlist, 'id' | 'revision'>): string =>
  `${id.slice(-12)}.${revision}`;

/** @throws ProblemError PLAYLIST_NOT_FOUND: only its owner changes a playlist */
export async function requireOwned(
  repository: PlaylistRepository,
  id: string,
  userId: string,
): Promise<PlaylistRecord> {
  const playlist = await repository.find(id);
  if (playlist === null || playlist.ownerId !== userId) throw errors.PLAYLIST_NOT_FOUND();
  return playlist;
}

/** @throws ProblemError PLAYLIST_NOT_FOUND: for all but its owner a private playlist does not exist */
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
  { ownerId, visibility }: Pick<PlaylistRecord, 'ownerId' | 'visibility'>,
  userId: string,
): boolean => ownerId === userId || visibility !== 'private';

/** A playlist, the user who wants to change it, and the states that the change insists on. */
export interface Target extends Owner {
  id: string;
  condition: StateCondition;
}

/**
 * The playlist, and the revision that a write must find: the one that the condition accepted, if there is a condition.
 * @throws ProblemError PLAYLIST_NOT_FOUND, PRECONDITION_FAILED
 */
export async function requireTarget(repository: PlaylistRepository, { id, userId, condition }: Target) {
  const playlist = await requireOwned(repository, id, userId);
  if (condition !== undefined && !condition(playlistState(playlist)))
    throw commonErrors.PRECONDITION_FAILED();
  return { playlist, at: { id, ...(condition !== undefined && { revision: playlist.revision }) } };
}

/** Waits for a change, and then removes all playlists from the memory of all instances. */
export async function published<T>(generation: Generation, change: Promise<T>): Promise<T> {
  const changed = await change;
  await generation.advance();
  return changed;
}

/** Why a write has found nothing: the playlist is gone, it has left the demanded state, or the reason of the write itself. */
export async function reasonOf(
  repository: PlaylistRepository,
  target: Target,
  otherwise: ProblemFactory,
): Promise<ProblemError> {
  await requireTarget(repository, target);
  return otherwise();
}
