import { commonErrors } from '@downbeat/shared/errors';
import type { Creation } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { errors } from '../errors.ts';
import type { NewPlaylistTracks, PlaylistOrder } from '../generated/schemas.gen.ts';
import { quotaProblem } from '../quota.ts';
import { published, reasonOf, requireRole, requireTarget, roleOf, type Target } from './access.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';
import type { ChangeDeps } from './service.ts';

/** @throws ProblemError TRACK_NOT_FOUND that names each track that does not exist for the user */
function requireTracks(trackIds: readonly string[], existing: ReadonlySet<string>): void {
  const missing = trackIds.flatMap((trackId, index) => (existing.has(trackId) ? [] : [index]));
  if (missing.length === 0) return;
  if (trackIds.length === 1) throw errors.TRACK_NOT_FOUND();
  throw errors.TRACK_NOT_FOUND({
    errors: missing.map((index) => ({
      in: 'body',
      field: `trackIds.${index}`,
      message: 'There is no such track',
    })),
  });
}

export type PlaylistItems = ReturnType<typeof createPlaylistItems>;

/** The rules of the items in a playlist. All throw PLAYLIST_NOT_FOUND unless the user is the owner or a member, and FORBIDDEN for a role that is too low. */
export function createPlaylistItems({ repository, generation, tracks, commit, quotasOf }: ChangeDeps) {
  return {
    /** @throws ProblemError TRACK_NOT_FOUND, PLAYLIST_FULL, PLAYLIST_ITEM_NOT_FOUND, PRECONDITION_FAILED */
    add: async (
      { id, repeated }: Creation,
      target: Target,
      { trackIds, beforeItemId }: NewPlaylistTracks,
    ): Promise<PlaylistRecord> => {
      // Before the condition of the request is checked: its first try has changed the playlist.
      const added = repeated ? await findWithItem(repository, target, id) : null;
      if (added !== null) return added;
      const { at } = await requireTarget(repository, target, 'add');
      const { playlistItems: limit } = quotasOf(target.role);
      const addedBy = target.userId;
      const items = trackIds.map((trackId, index) => ({ id: index === 0 ? id : newId(), trackId, addedBy }));
      const insert = commit(async (mongoSession) => {
        // Locked, so that a parallel deletion of a track cannot leave an item without a track.
        const existing = await tracks.lockManyForUpdate(trackIds, target, mongoSession);
        requireTracks(trackIds, existing);
        return repository.insertItems(at, { items, beforeItemId }, limit, mongoSession);
      });
      const changed = await published(generation, insert);
      if (changed !== null) return changed;
      const { playlist } = await requireTarget(repository, target, 'add');
      const has = (itemId: string): boolean => playlist.items.some((item) => item.id === itemId);
      if (has(id)) return playlist;
      if (beforeItemId !== undefined && !has(beforeItemId)) throw errors.PLAYLIST_ITEM_NOT_FOUND();
      const quota = { used: playlist.items.length, limit, needed: items.length };
      throw quotaProblem(errors.PLAYLIST_FULL, 'playlistItems', quota);
    },

    /** The role `add` is enough for own items. @throws ProblemError PLAYLIST_ITEM_NOT_FOUND, PRECONDITION_FAILED */
    remove: async (target: Target, itemId: string): Promise<PlaylistRecord> => {
      const { playlist, at } = await requireTarget(repository, target, 'add');
      const item = playlist.items.find((other) => other.id === itemId);
      if (item === undefined) throw errors.PLAYLIST_ITEM_NOT_FOUND();
      if (roleOf(playlist, target.userId) === 'add' && item.addedBy !== target.userId)
        throw commonErrors.FORBIDDEN({ detail: 'With the role add one removes what one has added' });
      const changed = await published(generation, repository.removeItem(at, itemId));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, 'add', errors.PLAYLIST_ITEM_NOT_FOUND);
    },

    /** @throws ProblemError PLAYLIST_CHANGED for an order of an older revision, PLAYLIST_ORDER_INVALID, PRECONDITION_FAILED */
    reorder: async (target: Target, { revision, itemIds }: PlaylistOrder): Promise<PlaylistRecord> => {
      const { playlist, at } = await requireTarget(repository, target, 'edit');
      if (playlist.revision !== revision) throw errors.PLAYLIST_CHANGED();
      const trackIds = playlist.items.map(({ trackId }) => trackId);
      const hidden = await tracks.hiddenFrom(target, trackIds);
      const items = inOrder(playlist.items, itemIds, ({ trackId }) => hidden.has(trackId));
      if (items === null) throw errors.PLAYLIST_ORDER_INVALID();
      const changed = await published(generation, repository.setOrder({ ...at, revision }, items));
      if (changed !== null) return changed;
      throw await reasonOf(repository, target, 'edit', errors.PLAYLIST_CHANGED);
    },
  };
}

async function findWithItem(
  repository: PlaylistRepository,
  target: Target,
  itemId: string,
): Promise<PlaylistRecord | null> {
  const playlist = await requireRole(repository, target, 'view');
  return playlist.items.some((item) => item.id === itemId) ? playlist : null;
}

/**
 * The items in the order of `ids`; null unless `ids` names every item exactly once. Those that the user cannot see, and so
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
