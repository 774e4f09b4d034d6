import { newId } from '@downbeat/shared/ids';
import { errors } from '../errors.ts';
import type { NewPlaylist, PlaylistChange, PlaylistPage } from '../generated/schemas.gen.ts';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import type { PlaylistAccess } from './access.ts';
import type { PlaylistLimits } from './limits.ts';
import type { PlaylistRecord } from './playlist.ts';
import type { PlaylistRepository } from './repository.ts';

export interface PlaylistsDependencies {
  repository: PlaylistRepository;
  access: PlaylistAccess;
  cursors: Cursors;
  limits: PlaylistLimits;
}

const LIST = 'playlists';

export type Playlists = ReturnType<typeof createPlaylists>;

/** The rules of playlists: the owner changes them; everyone else reads public ones and finds no others. */
export function createPlaylists({ repository, access, cursors, limits }: PlaylistsDependencies) {
  return {
    /** @throws ProblemError PLAYLIST_LIMIT_REACHED */
    create: async (
      userId: string,
      { name, visibility = 'private' }: NewPlaylist,
    ): Promise<PlaylistRecord> => {
      const row = { id: newId(), ownerId: userId, name, visibility };
      const playlist = await repository.insert(row, limits.playlistsOfOne);
      if (playlist === null) throw errors.PLAYLIST_LIMIT_REACHED();
      return playlist;
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

    get: (id: string, userId: string): Promise<PlaylistRecord> => access.readable(id, userId),

    change: async (id: string, userId: string, change: PlaylistChange): Promise<PlaylistRecord> => {
      await access.own(id, userId);
      const changed = await repository.change(id, change);
      if (changed === null) throw errors.PLAYLIST_NOT_FOUND();
      return changed;
    },

    remove: async (id: string, userId: string): Promise<void> => {
      await access.own(id, userId);
      await repository.remove(id);
    },
  };
}
