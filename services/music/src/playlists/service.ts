import type { Generation } from '@downbeat/shared/cache';
import { commonErrors, type ProblemError, type ProblemFactory } from '@downbeat/shared/errors';
import type { Creation, Principal, StateCondition } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { Commit } from '@downbeat/shared/messaging';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import type {
  NewPlaylist,
  PlaylistChange,
  PlaylistOrder,
  PlaylistPage,
  PlaylistSummary,
} from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import { coverUrl, coverVersionOf, type UrlQueryOf } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { playlistState } from './present-playlist.ts';
import type { PlaylistHead, PlaylistRecord, PlaylistRepository } from './repository.ts';

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

/** A playlist, the user who wants to change it, and the states that the change insists on. */
interface Target extends Owner {
  id: string;
  condition: StateCondition;
}

/**
 * The playlist, and the revision that a write must find: the one that the condition accepted, if there is a condition.
 * @throws ProblemError PLAYLIST_NOT_FOUND, PRECONDITION_FAILED
 */
async function requireTarget(repository: PlaylistRepository, { id, userId, condition }: Target) {
  const playlist = await requireOwned(repository, id, userId);
  if (condition !== undefined && !condition(playlistState(playlist)))
    throw commonErrors.PRECONDITION_FAILED();
  return { playlist, at: { id, ...(condition !== undefined && { revision: playlist.revision }) } };
}

/** Waits for a change, and then removes all playlists from the memory of all instances. */
async function published<T>(generation: Generation, change: Promise<T>): Promise<T> {
  const changed = await change;
  await generation.advance();
  return changed;
}

interface ChangeDeps {
  repository: PlaylistRepository;
  generation: Generation;
  tracks: TrackRepository;
  commit: Commit;
  quotasOf: QuotasOf;
}

interface PlaylistsDeps extends ChangeDeps {
  cursors: Cursors;
  urlQueryOf: UrlQueryOf;
}

/** So many covers make a mosaic. */
const MAX_COVERS = 4;

/** Gives playlists of a list their covers, each picture once. */
async function withCovers(
  tracks: TrackRepository,
  heads: readonly PlaylistHead[],
  query: string,
): Promise<PlaylistSummary[]> {
  const covers = await tracks.coversOf(heads.flatMap(({ firstTrackIds }) => firstTrackIds));
  return heads.map(({ firstTrackIds, ...playlist }) => {
    const byPicture = new Map<string, string>();
    for (const id of firstTrackIds) {
      const picture = covers.get(id);
      if (picture !== undefined && !byPicture.has(picture)) byPicture.set(picture, id);
    }
    const shown = [...byPicture].slice(0, MAX_COVERS);
    const urlOf = (sha256: string, id: string): string => coverUrl(id, coverVersionOf({ sha256 }), query);
    return { ...playlist, coverUrls: shown.map(([sha256, id]) => urlOf(sha256, id)) };
  });
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
      .map((trackId) => ({ id: newId(), trackId }));
    return repository.fill(id, items, mongoSession);
  });
  // Another try of the same request may have been faster.
  return (await published(generation, filling)) ?? requireOwned(repository, id, owner.userId);
}

export type Playlists = ReturnType<typeof createPlaylists>;

/** The rules of playlists. The owner changes them; all others can read the public ones. */
export function createPlaylists(deps: PlaylistsDeps) {
  const { repository, generation, cursors, quotasOf, urlQueryOf } = deps;
  return {
    /** @throws ProblemError PLAYLIST_LIMIT_REACHED, or PLAYLIST_FULL for more tracks than a playlist holds */
    create: async (
      { id, repeated }: Creation,
      owner: Owner,
      { name, visibility = 'private', trackIds = [] }: NewPlaylist,
    ): Promise<PlaylistRecord> => {
      const { userId, role } = owner;
      const { playlists: limit, playlistItems } = quotasOf(role);
      if (trackIds.length > playlistItems) {
        const quota = { used: 0, limit: playlistItems, needed: trackIds.length };
        throw quotaProblem(errors.PLAYLIST_FULL, 'playlistItems', quota);
      }
      const made = repeated ? await repository.find(id) : null;
      const playlist = { id, ownerId: userId, name, visibility };
      const created = made ?? (await repository.insert(playlist, limit));
      if (typeof created === 'number')
        throw quotaProblem(errors.PLAYLIST_LIMIT_REACHED, 'playlists', { used: created, limit });
      const isFilled = trackIds.length === 0 || created.items.length > 0;
      return isFilled ? created : fill(deps, created, owner, trackIds);
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (
      { userId, authSessionId }: Pick<Principal, 'userId' | 'authSessionId'>,
      { limit, cursor }: { limit: number; cursor?: string },
    ): Promise<PlaylistPage> => {
      const [after = null] = cursor === undefined ? [] : cursors.read(LIST, cursor);
      const found = await repository.listOf(userId, limit + 1, after);
      const { rows, last } = cutPage(found, limit);
      const items = await withCovers(deps.tracks, rows, urlQueryOf(authSessionId));
      return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND, PRECONDITION_FAILED */
    change: async (target: Target, change: PlaylistChange): Promise<PlaylistRecord> => {
      const { at } = await requireTarget(repository, target);
      const changed = await published(generation, repository.change(at, change));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, errors.PLAYLIST_NOT_FOUND);
    },

    /** @throws ProblemError PLAYLIST_NOT_FOUND, PRECONDITION_FAILED */
    remove: async (target: Target): Promise<void> => {
      const { at } = await requireTarget(repository, target);
      const removed = await published(generation, repository.remove(at));
      if (!removed && at.revision !== undefined) {
        throw await reasonOf(repository, target, errors.PLAYLIST_NOT_FOUND);
      }
    },
  };
}

export type PlaylistItems = ReturnType<typeof createPlaylistItems>;

/** The rules of the items in a playlist. All throw PLAYLIST_NOT_FOUND unless the user owns the playlist. */
export function createPlaylistItems({ repository, generation, tracks, commit, quotasOf }: ChangeDeps) {
  return {
    /** @throws ProblemError TRACK_NOT_FOUND, PLAYLIST_FULL, PRECONDITION_FAILED */
    add: async ({ id, repeated }: Creation, target: Target, trackId: string): Promise<PlaylistRecord> => {
      // Before the condition of the request is checked: its first try has changed the playlist.
      const added = repeated ? await findWithItem(repository, target, id) : null;
      if (added !== null) return added;
      const { at } = await requireTarget(repository, target);
      const { playlistItems: limit } = quotasOf(target.role);
      const item = { id, trackId };
      const append = commit(async (mongoSession) => {
        // Locked, so that a parallel deletion of the track cannot leave an item without a track.
        if (!(await tracks.lockForUpdate(trackId, target, mongoSession))) throw errors.TRACK_NOT_FOUND();
        return repository.append(at, item, limit, mongoSession);
      });
      const changed = await published(generation, append);
      if (changed !== null) return changed;
      const { playlist } = await requireTarget(repository, target);
      const { items } = playlist;
      if (items.some((other) => other.id === id)) return playlist;
      throw quotaProblem(errors.PLAYLIST_FULL, 'playlistItems', { used: items.length, limit });
    },

    /** @throws ProblemError PLAYLIST_ITEM_NOT_FOUND, PRECONDITION_FAILED */
    remove: async (target: Target, itemId: string): Promise<PlaylistRecord> => {
      const { at } = await requireTarget(repository, target);
      const changed = await published(generation, repository.removeItem(at, itemId));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, errors.PLAYLIST_ITEM_NOT_FOUND);
    },

    /** @throws ProblemError PLAYLIST_CHANGED for an order of an older revision, PLAYLIST_ORDER_INVALID, PRECONDITION_FAILED */
    reorder: async (target: Target, { revision, itemIds }: PlaylistOrder): Promise<PlaylistRecord> => {
      const { playlist } = await requireTarget(repository, target);
      if (playlist.revision !== revision) throw errors.PLAYLIST_CHANGED();
      const trackIds = playlist.items.map(({ trackId }) => trackId);
      const hidden = await tracks.hiddenFrom(target, trackIds);
      const items = inOrder(playlist.items, itemIds, ({ trackId }) => hidden.has(trackId));
      if (items === null) throw errors.PLAYLIST_ORDER_INVALID();
      const changed = await published(generation, repository.setOrder({ id: playlist.id, revision }, items));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, errors.PLAYLIST_CHANGED);
    },
  };
}

async function findWithItem(
  repository: PlaylistRepository,
  { id, userId }: Target,
  itemId: string,
): Promise<PlaylistRecord | null> {
  const playlist = await requireOwned(repository, id, userId);
  return playlist.items.some((item) => item.id === itemId) ? playlist : null;
}

/** Why a write has found nothing: the playlist is gone, it has left the demanded state, or the reason of the write itself. */
async function reasonOf(
  repository: PlaylistRepository,
  target: Target,
  otherwise: ProblemFactory,
): Promise<ProblemError> {
  await requireTarget(repository, target);
  return otherwise();
}

/**
 * The items in the order of `ids`; null unless `ids` names every item exactly once. Those that the owner cannot see, and so
 * cannot name, keep their places.
 */
function inOrder<T extends { id: string }>(
  items: readonly T[],
  ids: readonly string[],
  isHidden: (item: T) => boolean,
): T[] | null {
  const seen = items.filter((item) => !isHidden(item));
  const byId = new Map(seen.map((item) => [item.id, item]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const complete = new Set(ids).size === ids.length && ordered.length === seen.length;
  if (!complete || ids.length !== seen.length) return null;
  const next = ordered.values();
  return items.map((item) => (isHidden(item) ? item : (next.next().value ?? item)));
}
