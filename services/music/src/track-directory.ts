import { createBatches } from '@downbeat/shared/batches';
import type { TrackDirectory } from './listening/model/members.ts';
import type { UrlSigner } from './streaming/signed-urls.ts';
import { withUrls } from './tracks/present-track.ts';
import type { TrackRecord, TrackRepository } from './tracks/repository.ts';

/** Tracks of sessions that one query of MongoDB finds. */
const TRACKS_AT_ONCE = 500;

/** Tracks as listening sessions see them. */
export function createTrackDirectory(repository: TrackRepository, signer: UrlSigner): TrackDirectory {
  // Everyone who joins a session asks for the track that is playing.
  const find = createBatches<string, TrackRecord | undefined>({
    what: 'the tracks of a session',
    maxSize: TRACKS_AT_ONCE,
    work: async (ids) => {
      const records = await repository.findMany(ids, null);
      return ids.map((id) => records.get(id));
    },
  });
  return {
    playable: async (trackIds) => {
      const records = await Promise.all(trackIds.map((id) => find(id)));
      return records.flatMap((record) => {
        if (record === undefined) return [];
        const { id, title, artist, durationMs, visibility } = record;
        const onlyFor = visibility === 'private' ? artist.id : null;
        return [{ id, title, artistName: artist.name, durationMs, onlyFor }];
      });
    },
    shownToAll: async (trackId) => {
      const record = await find(trackId);
      if (record === undefined || record.visibility === 'private') return null;
      const { coverUrl } = withUrls(record, signer.coverQuery(trackId));
      return { coverUrl };
    },
  };
}
