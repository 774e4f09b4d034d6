import type { Migration } from '@downbeat/shared/migrations';
import type { Collection, Db } from 'mongodb';
import { termFields } from '../playlists/name-terms.ts';
import type { PlaylistDocument } from '../playlists/repository.ts';

type Named = Pick<PlaylistDocument, '_id' | 'name' | 'terms'>;

const BATCH = 500;

/** Also those that have terms: looking for those without could take longer than a call of the database may. */
async function nextBatch(playlists: Collection<PlaylistDocument>, after: string): Promise<Named[]> {
  return playlists
    .find({ _id: { $gt: after } })
    .project<Named>({ name: 1, terms: 1 })
    .sort({ _id: 1 })
    .limit(BATCH)
    .toArray();
}

/**
 * Gives each playlist the terms by which a public one is found, in batches in the order of the ids; one that is renamed
 * between the two steps of a batch is left out. A previous version may insert and rename playlists even after this migration:
 * those are found by their names after the next repair.
 */
export const playlistTerms: Migration = {
  name: '0003-playlist-terms',
  async up(db: Db) {
    const playlists = db.collection<PlaylistDocument>('playlists');
    for (let batch = await nextBatch(playlists, ''); batch.length > 0;) {
      const writes = batch
        .filter(({ terms }) => terms === undefined)
        .map(({ _id, name }) => ({
          updateOne: { filter: { _id, name }, update: { $set: termFields(name) } },
        }));
      if (writes.length > 0) await playlists.bulkWrite(writes, { ordered: false });
      batch = await nextBatch(playlists, batch.at(-1)?._id ?? '');
    }
  },
};
