import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Collection, Db, Filter } from 'mongodb';
import type { ArtistDocument } from './artist-names.ts';
import type { TrackDocument } from './repository.ts';
import {
  ARTIST_RANKS,
  artistTerms,
  NO_TERMS,
  ownTerms,
  searchWords,
  sortKeyOf,
  TERMS_VERSION,
} from './search-tokens.ts';

const BATCH = 500;

/** What the terms are made of. */
export type SearchedTrack = Pick<
  TrackDocument,
  '_id' | 'artistName' | 'title' | 'taggedArtist' | 'album' | 'genre' | 'visibility'
>;

export const searchedFields = {
  artistName: 1,
  title: 1,
  taggedArtist: 1,
  album: 1,
  genre: 1,
  visibility: 1,
} as const satisfies Record<Exclude<keyof SearchedTrack, '_id'>, 1>;

/** Also the tracks without a version, which the index has under null. */
const outdated: Filter<TrackDocument> = { termsVersion: { $not: { $gte: TERMS_VERSION } } };

/** A track that is not public has no terms, so that searches do not meet it. Its artist finds it by the words. */
export function searchFields(track: Omit<SearchedTrack, '_id'>) {
  const { artistName, title, taggedArtist, album, genre, visibility } = track;
  return {
    sortTitle: sortKeyOf(title),
    words: searchWords(title, taggedArtist, album, genre),
    artistWords: searchWords(artistName),
    terms: visibility === undefined ? [...ownTerms(track), ...artistTerms(artistName)] : [...NO_TERMS],
    termsVersion: TERMS_VERSION,
  };
}

/** A track that is renamed after it was read is left as it is; false when that happened. */
export async function addTerms(
  tracks: Collection<TrackDocument>,
  missing: readonly SearchedTrack[],
): Promise<boolean> {
  if (missing.length === 0) return true;
  const { modifiedCount } = await tracks.bulkWrite(
    missing.map((track) => ({
      updateOne: {
        filter: { _id: track._id, artistName: track.artistName, ...outdated },
        update: { $set: searchFields(track) },
      },
    })),
    { ordered: false },
  );
  return modifiedCount === missing.length;
}

/** For an update: the terms of a track when its artist has this name. They are still missing where they are missing. */
export function termsForArtist(artistName: string) {
  const rank = { $substrCP: ['$$this', { $subtract: [{ $strLenCP: '$$this' }, 1] }, 1] };
  const isOwn = { $not: [{ $in: [rank, ARTIST_RANKS] }] };
  const own = { $filter: { input: '$terms', as: 'this', cond: isOwn } };
  const isHidden = { $in: ['$visibility', ['unlisted', 'private']] };
  const terms = { $cond: [isHidden, '$terms', { $concatArrays: [own, artistTerms(artistName)] }] };
  return { $cond: [{ $isArray: '$terms' }, terms, '$$REMOVE'] };
}

async function renewOutdated(tracks: Collection<TrackDocument>, signal: AbortSignal): Promise<void> {
  for (let isDone = false; !isDone && !signal.aborted;) {
    const missing = await tracks
      .find(outdated)
      .project<SearchedTrack>(searchedFields)
      .hint('termsVersion')
      .limit(BATCH)
      .toArray();
    isDone = (await addTerms(tracks, missing)) && missing.length < BATCH;
  }
}

/** Makes the terms of artists' names again where an earlier version may have handled the renaming. */
async function renewArtistTerms(db: Db, signal: AbortSignal): Promise<void> {
  const tracks = db.collection<TrackDocument>('tracks');
  const artists = db.collection<ArtistDocument>('artists');
  // Also those whose terms are right: looking for the others could take longer than a call of the database may.
  const nextBatch = (after: string) =>
    artists
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
  for (let batch = await nextBatch(''); batch.length > 0; batch = await nextBatch(batch.at(-1)?._id ?? '')) {
    for (const { _id, name, termsOf } of batch) {
      if (signal.aborted) return;
      if (termsOf === name) continue;
      const change = [{ $set: { terms: termsForArtist(name), artistWords: searchWords(name) } }];
      await tracks.updateMany({ artistId: _id, artistName: name }, change, { hint: 'artist' });
      await artists.updateOne({ _id, name }, { $set: { termsOf: name } });
    }
  }
}

/**
 * Makes the terms again that are missing or of an earlier version, and those of former names of artists, in bounded
 * batches: an earlier version leaves both, beside this version or after a rollback. Several instances may do so at once.
 */
export async function repairTerms(db: Db, signal: AbortSignal): Promise<void> {
  await renewOutdated(db.collection<TrackDocument>('tracks'), signal);
  await renewArtistTerms(db, signal);
}

/** Repairs the terms once, in the background. Returns a function that stops this. */
export function startTermRepair(db: Db, logger: Pick<Logger, 'warn'>): () => Promise<void> {
  const stopping = new AbortController();
  const running = repairTerms(db, stopping.signal).catch((error: unknown) => {
    logger.warn({ reason: reasonOf(error) }, 'could not repair the search terms; the next start tries again');
  });
  return async () => {
    stopping.abort();
    await running;
  };
}
