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

interface ReadTrack extends Track {
  isDone: boolean;
}

const BATCH = 500;

/** Also those that have terms: looking for those without could take longer than a call of the database may. */
async function nextBatch(tracks: Collection<Track>, after: string): Promise<ReadTrack[]> {
  const texts = { artistName: 1, title: 1, taggedArtist: 1, album: 1, genre: 1 };
  return tracks
    .find({ _id: { $gt: after } })
    .project<ReadTrack>({ ...texts, isDone: { $isArray: '$terms' } })
    .sort({ _id: 1 })
    .limit(BATCH)
    .toArray();
}

/** A track that is renamed after it was read keeps the terms that it has; false when that happened. */
async function addTerms(tracks: Collection<Track>, batch: readonly ReadTrack[]): Promise<boolean> {
  const missing = batch.filter(({ isDone }) => !isDone);
  if (missing.length === 0) return true;
  const { modifiedCount } = await tracks.bulkWrite(
    missing.map((track) => ({
      updateOne: {
        filter: { _id: track._id, artistName: track.artistName, terms: { $exists: false } },
        update: { $set: { terms: [...ownTerms(track), ...artistTerms(track.artistName)] } },
      },
    })),
    { ordered: false },
  );
  return modifiedCount === missing.length;
}

/**
 * Gives each track without search terms its terms, in batches in the order of the ids. A batch is read again when one of
 * its tracks was renamed or deleted between the two steps. A previous version may insert tracks without the field even
 * after this migration; a search also looks through those.
 */
export const trackTerms: Migration = {
  name: '0002-track-terms',
  async up(db: Db) {
    const tracks = db.collection<Track>('tracks');
    let after = '';
    for (let batch = await nextBatch(tracks, after); batch.length > 0;) {
      if (await addTerms(tracks, batch)) after = batch.at(-1)?._id ?? after;
      batch = await nextBatch(tracks, after);
    }
  },
};
