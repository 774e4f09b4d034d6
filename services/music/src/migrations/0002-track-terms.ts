import type { Migration } from '@downbeat/shared/migrations';
import type { Collection, Db } from 'mongodb';
import { artistTerms, ownTerms } from '../tracks/search-tokens.ts';

interface Track {
  _id: string;
  artistName: string;
  title: string;
  taggedArtist: string | null;
  album: string | null;
  genre: string | null;
  terms?: string[];
}

const BATCH = 500;

async function nextBatch(tracks: Collection<Track>, after: string): Promise<Track[]> {
  return tracks
    .find({ _id: { $gt: after }, terms: { $exists: false } })
    .project<Track>({ artistName: 1, title: 1, taggedArtist: 1, album: 1, genre: 1 })
    .sort({ _id: 1 })
    .limit(BATCH)
    .toArray();
}

/**
 * Gives each track without search terms its terms, in batches in the order of the ids. A track that is renamed between
 * the two steps of a batch is left to the next run of the loop. A previous version may insert tracks without the field
 * even after this migration; a search also looks through those.
 */
export const trackTerms: Migration = {
  name: '0002-track-terms',
  async up(db: Db) {
    const tracks = db.collection<Track>('tracks');
    for (let batch = await nextBatch(tracks, ''); batch.length > 0;) {
      const { modifiedCount } = await tracks.bulkWrite(
        batch.map((track) => ({
          updateOne: {
            filter: { _id: track._id, artistName: track.artistName, terms: { $exists: false } },
            update: { $set: { terms: [...ownTerms(track), ...artistTerms(track.artistName)] } },
          },
        })),
        { ordered: false },
      );
      // When not all were modified, some were renamed since they were read: the search for them begins again.
      const isWhole = modifiedCount === batch.length;
      batch = await nextBatch(tracks, (isWhole ? batch.at(-1)?._id : undefined) ?? '');
    }
  },
};
