import type { Migration } from '@downbeat/shared/migrations';
import type { Collection, Db } from 'mongodb';
import type { TrackDocument } from '../tracks/repository.ts';
import { addTerms, type SearchedTrack, searchedFields } from '../tracks/term-repair.ts';

interface ReadTrack extends SearchedTrack {
  isDone: boolean;
}

const BATCH = 500;

/** Also those that have terms: looking for those without could take longer than a call of the database may. */
async function nextBatch(tracks: Collection<TrackDocument>, after: string): Promise<ReadTrack[]> {
  return tracks
    .find({ _id: { $gt: after } })
    .project<ReadTrack>({ ...searchedFields, isDone: { $isArray: '$terms' } })
    .sort({ _id: 1 })
    .limit(BATCH)
    .toArray();
}

/**
 * Gives each track without search terms its terms, in batches in the order of the ids. A batch is read again when one of
 * its tracks was renamed or deleted between the two steps. A previous version may insert tracks without the field even
 * after this migration; a search also looks through those until the repair of the next start.
 */
export const trackTerms: Migration = {
  name: '0002-track-terms',
  async up(db: Db) {
    const tracks = db.collection<TrackDocument>('tracks');
    let after = '';
    for (let batch = await nextBatch(tracks, after); batch.length > 0;) {
      const missing = batch.filter(({ isDone }) => !isDone);
      if (await addTerms(tracks, missing)) after = batch.at(-1)?._id ?? after;
      batch = await nextBatch(tracks, after);
    }
  },
};
