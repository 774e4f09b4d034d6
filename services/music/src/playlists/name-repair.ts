import type { Collection, Db } from 'mongodb';
import { TERMS_VERSION } from '../tracks/search-tokens.ts';
import { termFields } from './name-terms.ts';
import type { PlaylistDocument } from './repository.ts';

const BATCH = 500;

type Named = Pick<PlaylistDocument, '_id' | 'name'> & {
  termsOf?: string | null;
  termsVersion?: number | null;
};

/** Also those whose terms are right: looking for the others could take longer than a call of the database may. */
const nextBatch = (playlists: Collection<PlaylistDocument>, after: string): Promise<Named[]> =>
  playlists
    .find({ visibility: 'public', _id: { $gt: after } })
    .project<Named>({ name: 1, termsOf: 1, termsVersion: 1 })
    .sort({ _id: 1 })
    .hint('names')
    .limit(BATCH)
    .toArray();

const isOutdated = ({ name, termsOf, termsVersion }: Named): boolean =>
  termsOf !== name || (termsVersion ?? 0) < TERMS_VERSION;

/**
 * Makes the terms of public playlists again that are missing, of a former name or of an earlier version: an earlier version
 * inserts and renames playlists without them, beside this version or after a rollback. Reads one index alone. One that is
 * renamed between the two steps of a batch is left to the next repair.
 */
export async function repairNameTerms(db: Db, signal: AbortSignal): Promise<void> {
  const playlists = db.collection<PlaylistDocument>('playlists');
  for (let batch = await nextBatch(playlists, ''); batch.length > 0 && !signal.aborted;) {
    const writes = batch.filter(isOutdated).map(({ _id, name }) => ({
      updateOne: { filter: { _id, name }, update: { $set: termFields(name) } },
    }));
    if (writes.length > 0) await playlists.bulkWrite(writes, { ordered: false });
    batch = await nextBatch(playlists, batch.at(-1)?._id ?? '');
  }
}
