import type { Generation } from '@downbeat/shared/cache';
import type { Principal } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { Commit } from '@downbeat/shared/messaging';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import type { NewPlaylist, PlaylistChange, PlaylistOrder, PlaylistPage } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

type Owner = Pick<Principal, 'userId' | 'role'>;

/** Binds a cursor to this list. */
const LIST = 'playlists';

/** @throws ProblemError PLAYLIST_NOT_FOUND: only its owner changes a playlist */
async function requireOwned(
  repository: PlaylistRepository,
  id: string,
  userId: string,
): Promise<PlaylistRecord> {
  const playlist = await repository.find(id);
  if (playlist === null || playlist.ownerId !== userId) throw errors.PLAYLIST_NOT_FOUND();
  return playlist;
}

/** Waits for a change, and then removes all playlists from the memory of all instances. */
async function published<T>(generation: Generation, change: Promise<T>): Promise<T> {
  const changed = await change;
  await generation.advance();
  return changed;
}

interface PlaylistsDeps {
  repository: PlaylistRepository;
  generation: Generation;
  cursors: Cursors;
  quotasOf: QuotasOf;
}

export type Playlists = ReturnType<typeof createPlaylists>;

/** The rules of playlists. The owner changes them; all others can read the public ones. */
export function createPlaylists({ repository, generation, cursors, quotasOf }: PlaylistsDeps) {
  return {
    /** @throws ProblemError PLAYLIST_LIMIT_REACHED */
    create: async (
      { userId, role }: Owner,
      { name, visibility = 'private' }: NewPlaylist,
    ): Promise<PlaylistRecord> => {
      const playlist = { id: newId(), ownerId: userId, name, visibility };
      const { playlists: limit } = quotasOf(role);
      const created = await repository.insert(playlist, limit);
      if (typeof created !== 'number') return created;
      throw quotaProblem(errors.PLAYLIST_LIMIT_REACHED, 'playlists', { used: created, limit });
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (
      userId: string,
      { limit, cursor }: { limit: number; cursor?: string },
    ): Promise<PlaylistPage> => {
      const [after = null] = cursor === undefined ? [] : cursors.read(LIST, cursor);
      const found = await repository.listOf(userId, limit + 1, after);
      const { rows: items, last } = cutPage(found, limit);
      return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND */
    change: async (id: string, userId: string, change: PlaylistChange): Promise<PlaylistRecord> => {
      await requireOwned(repository, id, userId);
      const changed = await published(generation, repository.change(id, change));
      if (changed === null) throw errors.PLAYLIST_NOT_FOUND();
      return changed;
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND */
    remove: async (id: string, userId: string): Promise<void> => {
      await requireOwned(repository, id, userId);
      await published(generation, repository.remove(id));
    },
  };
}

interface PlaylistItemsDeps extends Omit<PlaylistsDeps, 'cursors'> {
  tracks: TrackRepository;
  commit: Commit;
}

export type PlaylistItems = ReturnType<typeof createPlaylistItems>;

/** The rules of the items in a playlist. All throw PLAYLIST_NOT_FOUND unless the user owns the playlist. */
export function createPlaylistItems({ repository, generation, tracks, commit, quotasOf }: PlaylistItemsDeps) {
  return {
    /** @throws ProblemError TRACK_NOT_FOUND, PLAYLIST_FULL */
    add: async (id: string, { userId, role }: Owner, trackId: string): Promise<PlaylistRecord> => {
      await requireOwned(repository, id, userId);
      const { playlistItems: limit } = quotasOf(role);
      const item = { id: newId(), trackId };
      const append = commit(async (mongoSession) => {
        // Locked, so that a parallel deletion of the track cannot leave an item without a track.
        if (!(await tracks.lockForUpdate(trackId, mongoSession))) throw errors.TRACK_NOT_FOUND();
        return repository.append(id, item, limit, mongoSession);
      });
      const changed = await published(generation, append);
      if (changed !== null) return changed;
      const { items } = await requireOwned(repository, id, userId);
      throw quotaProblem(errors.PLAYLIST_FULL, 'playlistItems', { used: items.length, limit });
    },

    /** @throws ProblemError PLAYLIST_ITEM_NOT_FOUND */
    remove: async (id: string, userId: string, itemId: string): Promise<PlaylistRecord> => {
      await requireOwned(repository, id, userId);
      const changed = await published(generation, repository.removeItem(id, itemId));
      if (changed === null) throw errors.PLAYLIST_ITEM_NOT_FOUND();
      return changed;
    },

    /** @throws ProblemError PLAYLIST_CHANGED for an order of an older revision, PLAYLIST_ORDER_INVALID */
    reorder: async (
      id: string,
      userId: string,
      { revision, itemIds }: PlaylistOrder,
    ): Promise<PlaylistRecord> => {
      const playlist = await requireOwned(repository, id, userId);
      if (playlist.revision !== revision) throw errors.PLAYLIST_CHANGED();
      const items = inOrder(playlist.items, itemIds);
      if (items === null) throw errors.PLAYLIST_ORDER_INVALID();
      const changed = await published(generation, repository.setOrder(id, revision, items));
      if (changed === null) throw errors.PLAYLIST_CHANGED();
      return changed;
    },
  };
}

/** The items in the order of `ids`; null unless `ids` names every item exactly once. */
function inOrder<T extends { id: string }>(items: readonly T[], ids: readonly string[]): T[] | null {
  const byId = new Map(items.map((item) => [item.id, item]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const complete = new Set(ids).size === ids.length && ordered.length === items.length;
  return complete && ids.length === items.length ? ordered : null;
}
