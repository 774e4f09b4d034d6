import type { Migration } from '@downbeat/shared/migrations';
import type { Collection, Db } from 'mongodb';

interface Track {
  _id: string;
  createdAt: Date;
  updatedAt?: Date;
}

const BATCH = 500;

/** Also those that have the field: looking for those without it could take longer than a call of the database may. */
async function nextBatch(tracks: Collection<Track>, after: string): Promise<string[]> {
  const found = await tracks
    .find({ _id: { $gt: after } }, { projection: { _id: 1 } })
    .sort({ _id: 1 })
    .limit(BATCH)
    .toArray();
  return found.map(({ _id }) => _id);
}

/**
 * Gives each track without `updatedAt` the time of its creation, in batches in the order of the ids. An update by the
 * current version between the two steps of a batch is kept, because the second step checks again that the field is
 * missing. A previous version may insert tracks without the field even after this migration; reading such a track
 * falls back to `createdAt`.
 */
export const trackUpdatedAt: Migration = {
  name: '0001-track-updated-at',
  async up(db: Db) {
    const tracks = db.collection<Track>('tracks');
    for (let ids = await nextBatch(tracks, ''); ids.length > 0;) {
      await tracks.updateMany({ _id: { $in: ids }, updatedAt: { $exists: false } }, [
        { $set: { updatedAt: '$createdAt' } },
      ]);
      ids = await nextBatch(tracks, ids.at(-1) ?? '');
    }
  },
};
