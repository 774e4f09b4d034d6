import { newId } from '@downbeat/shared/ids';
import type { Commit } from '@downbeat/shared/outbox';
import { errors } from '../errors.ts';
import type { PlaylistOrder } from '../generated/schemas.gen.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlaylistAccess } from './access.ts';
import type { PlaylistLimits } from './limits.ts';
import { reordered } from './order.ts';
import type { PlaylistRecord } from './playlist.ts';
import type { PlaylistRepository } from './repository.ts';

export interface PlaylistItemsDependencies {
  repository: PlaylistRepository;
  access: PlaylistAccess;
  tracks: TrackRepository;
  commit: Commit;
  limits: PlaylistLimits;
}

export type PlaylistItems = ReturnType<typeof createPlaylistItems>;

/** The rules of what is in a playlist. All throw PLAYLIST_NOT_FOUND for one that is not the user's own. */
export function createPlaylistItems(dependencies: PlaylistItemsDependencies) {
  const { repository, access, tracks, commit, limits } = dependencies;
  return {
    /** @throws ProblemError TRACK_NOT_FOUND, PLAYLIST_FULL */
    add: async (id: string, userId: string, trackId: string): Promise<PlaylistRecord> => {
      await access.own(id, userId);
      const item = { id: newId(), trackId };
      const changed = await commit(async (session) => {
        // Held, so that a deletion under way cannot leave the item without its track.
        if (!(await tracks.hold(trackId, session))) throw errors.TRACK_NOT_FOUND();
        return repository.append(id, item, limits.itemsOfOne, session);
      });
      if (changed !== null) return changed;
      await access.own(id, userId);
      throw errors.PLAYLIST_FULL();
    },

    /** @throws ProblemError PLAYLIST_ITEM_NOT_FOUND */
    remove: async (id: string, userId: string, itemId: string): Promise<PlaylistRecord> => {
      await access.own(id, userId);
      const changed = await repository.removeItem(id, itemId);
      if (changed === null) throw errors.PLAYLIST_ITEM_NOT_FOUND();
      return changed;
    },

    /** @throws ProblemError PLAYLIST_CHANGED for an order made from an older revision, PLAYLIST_ORDER_INVALID */
    reorder: async (
      id: string,
      userId: string,
      { revision, itemIds }: PlaylistOrder,
    ): Promise<PlaylistRecord> => {
      const playlist = await access.own(id, userId);
      if (playlist.revision !== revision) throw errors.PLAYLIST_CHANGED();
      const items = reordered(playlist.items, itemIds);
      if (items === null) throw errors.PLAYLIST_ORDER_INVALID();
      const changed = await repository.setOrder(id, revision, items);
      if (changed === null) throw errors.PLAYLIST_CHANGED();
      return changed;
    },
  };
}
