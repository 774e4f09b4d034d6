import type { Playlist } from '../generated/schemas.gen.ts';
import type { PresentTrack } from '../tracks/present.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { PlaylistRecord } from './playlist.ts';

/** A playlist as one reader gets it, with its tracks. One that was deleted a moment ago is left out. */
export type PresentPlaylist = (playlist: PlaylistRecord, sessionId: string) => Promise<Playlist>;

export function createPlaylistPresenter(
  tracks: TrackRepository,
  presentTrack: PresentTrack,
): PresentPlaylist {
  return async ({ items, ...playlist }, sessionId) => {
    const records = await tracks.findMany(items.map(({ trackId }) => trackId));
    const present = items.flatMap(({ id, addedAt, trackId }) => {
      const record = records.get(trackId);
      return record === undefined ? [] : [{ id, addedAt, track: presentTrack(record, sessionId) }];
    });
    return { ...playlist, items: present };
  };
}
