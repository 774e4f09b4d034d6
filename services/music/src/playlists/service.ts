import type { Generation } from '@downbeat/shared/cache';
import type { Creation } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { Commit } from '@downbeat/shared/messaging';
import { errors } from '../errors.ts';
import type { NewPlaylist, PlaylistChange, PlaylistCopy } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import {
  type Owner,
  published,
  reasonOf,
  requireReadable,
  requireRole,
  requireTarget,
  type Target,
} from './access.ts';
import type { FollowsRepository } from './follows-repository.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

/** What changes of playlists need. */
export interface ChangeDeps {
  repository: PlaylistRepository;
  generation: Generation;
  tracks: TrackRepository;
  commit: Commit;
  quotasOf: QuotasOf;
}

interface PlaylistsDeps extends ChangeDeps {
  follows: Pick<FollowsRepository, 'removePlaylist'>;
}

/** Gives a new playlist its first tracks; those that have been deleted are left out. */
async function fill(
  { repository, generation, tracks, commit }: ChangeDeps,
  { id }: PlaylistRecord,
  owner: Owner,
  trackIds: readonly string[],
): Promise<PlaylistRecord> {
  const filling = commit(async (mongoSession) => {
    const existing = await tracks.lockManyForUpdate(trackIds, owner, mongoSession);
    const items = trackIds
      .filter((trackId) => existing.has(trackId))
      .map((trackId) => ({ id: newId(), trackId, addedBy: owner.userId }));
    return repository.fill(id, items, mongoSession);
  });
  // Another try of the same request may have been faster.
  return (
    (await published(generation, filling)) ?? requireRole(repository, { id, userId: owner.userId }, 'owner')
  );
}

/** @throws ProblemError PLAYLIST_LIMIT_REACHED, or PLAYLIST_FULL for more tracks than a playlist holds */
async function create(
  deps: PlaylistsDeps,
  { id, repeated }: Creation,
  owner: Owner,
  { name, description, visibility = 'private', trackIds = [] }: NewPlaylist,
): Promise<PlaylistRecord> {
  const { repository, quotasOf } = deps;
  const { userId, role, displayName } = owner;
  const { playlists: limit, playlistItems } = quotasOf(role);
  if (trackIds.length > playlistItems) {
    const quota = { used: 0, limit: playlistItems, needed: trackIds.length };
    throw quotaProblem(errors.PLAYLIST_FULL, 'playlistItems', quota);
  }
  const made = repeated ? await repository.find(id) : null;
  const playlist = {
    ...{ id, ownerId: userId, ownerName: displayName, name, visibility },
    ...(description && { description }),
  };
  const created = made ?? (await repository.insert(playlist, limit));
  if (typeof created === 'number')
    throw quotaProblem(errors.PLAYLIST_LIMIT_REACHED, 'playlists', { used: created, limit });
  const isFilled = trackIds.length === 0 || created.items.length > 0;
  if (isFilled) return created;
  return fill(deps, created, owner, trackIds).catch(async (error: unknown) => {
    // Not an empty one that counts for the quota; if it was filled after all, its revision is another one.
    await repository.remove({ id, userId, roles: [], revision: created.revision }).catch(() => undefined);
    throw error;
  });
}

export type Playlists = ReturnType<typeof createPlaylists>;

/** The rules of playlists. The owner and members change them; all others can read those that are not private. */
export function createPlaylists(deps: PlaylistsDeps) {
  const { repository, generation, follows } = deps;
  return {
    /** @throws ProblemError PLAYLIST_LIMIT_REACHED, or PLAYLIST_FULL for more tracks than a playlist holds */
    create: (creation: Creation, owner: Owner, playlist: NewPlaylist): Promise<PlaylistRecord> =>
      create(deps, creation, owner, playlist),

    /** @throws ProblemError PLAYLIST_NOT_FOUND, PLAYLIST_LIMIT_REACHED, PLAYLIST_FULL */
    duplicate: async (
      creation: Creation,
      owner: Owner,
      id: string,
      copy: PlaylistCopy,
    ): Promise<PlaylistRecord> => {
      const { name, description, items } = await requireReadable(repository, id, owner.userId);
      return create(deps, creation, owner, {
        ...{ name, ...copy },
        ...(description !== null && { description }),
        // The private ones of others among them are left out.
        trackIds: items.map(({ trackId }) => trackId),
      });
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED */
    change: async (target: Target, change: PlaylistChange): Promise<PlaylistRecord> => {
      const least = change.visibility === undefined ? 'edit' : 'owner';
      const { at } = await requireTarget(repository, target, least);
      const changed = await published(generation, repository.change(at, change));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, least, errors.PLAYLIST_NOT_FOUND);
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED */
    remove: async (target: Target): Promise<void> => {
      const { at } = await requireTarget(repository, target, 'owner');
      const removed = await published(generation, repository.remove(at));
      // Those of a deletion that ends before this are removed when their account has no room for another.
      if (removed) await follows.removePlaylist(target.id);
      if (!removed && at.revision !== undefined) {
        throw await reasonOf(repository, target, 'owner', errors.PLAYLIST_NOT_FOUND);
      }
    },
  };
}
