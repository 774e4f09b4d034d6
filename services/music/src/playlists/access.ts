import { errors } from '../errors.ts';
import type { PlaylistRecord } from './playlist.ts';
import type { PlaylistRepository } from './repository.ts';

/** Who may see and change a playlist. What one may not see does not exist, so nobody learns of it. */
export interface PlaylistAccess {
  /** @throws ProblemError PLAYLIST_NOT_FOUND unless it is the user's own */
  own(id: string, userId: string): Promise<PlaylistRecord>;
  /** @throws ProblemError PLAYLIST_NOT_FOUND unless it is the user's own, or public */
  readable(id: string, userId: string): Promise<PlaylistRecord>;
}

export function createPlaylistAccess(repository: PlaylistRepository): PlaylistAccess {
  async function find(id: string, allows: (playlist: PlaylistRecord) => boolean): Promise<PlaylistRecord> {
    const playlist = await repository.find(id);
    if (playlist === null || !allows(playlist)) throw errors.PLAYLIST_NOT_FOUND();
    return playlist;
  }
  return {
    own: (id, userId) => find(id, ({ ownerId }) => ownerId === userId),
    readable: (id, userId) =>
      find(id, ({ ownerId, visibility }) => ownerId === userId || visibility === 'public'),
  };
}
