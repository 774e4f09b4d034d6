import { errors } from '../errors.ts';
import type { PlaylistRecord, PlaylistRepository } from './repository.ts';

/** Decides who may read and change a playlist. For all others a private playlist does not exist. */
export interface PlaylistAccess {
  /** @throws ProblemError PLAYLIST_NOT_FOUND unless the user owns it */
  owned(id: string, userId: string): Promise<PlaylistRecord>;
  /** @throws ProblemError PLAYLIST_NOT_FOUND unless the user owns it, or it is public */
  readable(id: string, userId: string): Promise<PlaylistRecord>;
}

export function createPlaylistAccess(repository: PlaylistRepository): PlaylistAccess {
  async function find(id: string, allows: (playlist: PlaylistRecord) => boolean): Promise<PlaylistRecord> {
    const playlist = await repository.find(id);
    if (playlist === null || !allows(playlist)) throw errors.PLAYLIST_NOT_FOUND();
    return playlist;
  }
  return {
    owned: (id, userId) => find(id, ({ ownerId }) => ownerId === userId),
    readable: (id, userId) =>
      find(id, ({ ownerId, visibility }) => ownerId === userId || visibility === 'public'),
  };
}
