import type { TrackDirectory } from '../listening/model/members.ts';
import type { TrackRepository } from './repository.ts';

/** Tracks as listening sessions see them: everyone who is signed in may hear every track there is. */
export function createTrackDirectory(repository: TrackRepository): TrackDirectory {
  return {
    playable: async (trackIds) => {
      const records = await repository.findMany(trackIds);
      return [...records.values()].map(({ id, title, artist, durationMs }) => {
        return { id, title, artistName: artist.name, durationMs };
      });
    },
  };
}
