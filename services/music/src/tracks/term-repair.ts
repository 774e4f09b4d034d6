import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { MongoConnection } from '@downbeat/shared/mongo';
import { inTransaction } from '@downbeat/shared/transactions';
import type { ClientSession, Collection, Filter } from 'mongodb';
import type { ArtistDocument } from './artist-names.ts';
import { catalogueFields } from './catalogue-keys.ts';
import { CatalogueWriter } from './catalogue-writer.ts';
import { keyOfUpload } from './release-key.ts';
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
/** In one transaction, whose time is limited. */
const RENEWED_AT_ONCE = 100;
/** No request waits for it, and uploads of the same account go first. */
const RENEWAL_MS = 30_000;
/** After a failure, e.g. of the database. */
const RETRY_MS = 60_000;
/** Instances of an earlier version may write beside this one; without such writes a repair is one look at an index. */
const AGAIN_MS = 600_000;

type Connection = Pick<MongoConnection, 'client' | 'db'>;

/** What the terms are made of. */
export type SearchedTrack = Pick<
  TrackDocument,
  '_id' | 'artistName' | 'title' | 'taggedArtist' | 'album' | 'albumArtist' | 'genre' | 'visibility'
>;

export const searchedFields = {
  artistName: 1,
  title: 1,
  taggedArtist: 1,
  album: 1,
  albumArtist: 1,
  genre: 1,
  visibility: 1,
} as const satisfies Record<Exclude<keyof SearchedTrack, '_id'>, 1>;

/** Also the tracks without a version, which the index has under null. */
const outdated: Filter<TrackDocument> = { termsVersion: { $not: { $gte: TERMS_VERSION } } };

/** A track that is not public has no terms, so that searches do not meet it. Its artist finds it by the words. */
export function searchFields(track: Omit<SearchedTrack, '_id'>) {
  const { artistName, title, taggedArtist, album, albumArtist = null, genre, visibility } = track;
  return {
    sortTitle: sortKeyOf(title),
    words: searchWords(title, taggedArtist, album, albumArtist, genre),
    artistWords: searchWords(artistName),
    terms: visibility === undefined ? [...ownTerms(track), ...artistTerms(artistName)] : [...NO_TERMS],
    termsVersion: TERMS_VERSION,
  };
}

/**
 * For the migration, which runs before the indexes of the catalogue exist; the repair also writes the keys of that. A track
 * that is renamed after it was read is left as it is; false when that happened.
 */
export async function addTerms(
  tracks: Collection<TrackDocument>,
  missing: readonly SearchedTrack[],
): Promise<boolean> {
  if (missing.length === 0) return true;
  const { modifiedCount } = await tracks.bulkWrite(
    missing.map((track) => ({
      updateOne: {
        filter: { _id: track._id, artistName: track.artistName, ...outdated },
        update: { $set: { ...searchFields(track), termsVersion: TERMS_VERSION - 1 } },
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

/** Of a public track that an earlier version has written. */
const missingRelease = (track: TrackDocument) => (track.releaseKey === undefined ? keyOfUpload(track) : {});

/** The next tracks of an earlier version; false when there are no more. */
async function renewBatch({ client, db }: Connection): Promise<boolean> {
  const tracks = db.collection<TrackDocument>('tracks');
  const catalogue = new CatalogueWriter(db);
  const renew = async (mongoSession: ClientSession): Promise<boolean> => {
    const session = { session: mongoSession };
    const first = await tracks.findOne(outdated, {
      ...session,
      hint: 'termsVersion',
      projection: { artistId: 1 },
    });
    if (first === null) return false;
    // Of one account, because the artists and albums of each are made again from all its tracks.
    const ofAccount = { artistId: first.artistId, ...outdated };
    const before = await tracks.find(ofAccount, session).hint('artist').limit(RENEWED_AT_ONCE).toArray();
    const changes = before.map((track) => ({
      ...searchFields(track),
      ...catalogueFields(track),
      ...missingRelease(track),
    }));
    const writes = changes.map(($set, index) => {
      return { updateOne: { filter: { _id: before[index]?._id ?? '' }, update: { $set } } };
    });
    await tracks.bulkWrite(writes, session);
    const after = before.map((track, index) => ({ ...track, ...changes[index] }));
    await catalogue.update(before, after, mongoSession);
    return true;
  };
  return inTransaction(client, renew, { deadlineMs: RENEWAL_MS });
}

async function renewOutdated(connection: Connection, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await renewBatch(connection)));
}

/** Makes the terms of artists' names again where an earlier version may have handled the renaming. */
async function renewArtistTerms({ client, db }: Connection, signal: AbortSignal): Promise<void> {
  const tracks = db.collection<TrackDocument>('tracks');
  const artists = db.collection<ArtistDocument>('artists');
  const catalogue = new CatalogueWriter(db);
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
      await inTransaction(client, (mongoSession) => catalogue.renameArtist(_id, mongoSession));
      await artists.updateOne({ _id, name }, { $set: { termsOf: name } });
    }
  }
}

/**
 * Makes the terms and the places in the catalogue again that are missing or of an earlier version, and those of former
 * names of artists, in bounded batches: an earlier version leaves both, beside this version or after a rollback. Several instances may do so at once.
 */
export async function repairTerms(connection: Connection, signal: AbortSignal): Promise<void> {
  await renewOutdated(connection, signal);
  await renewArtistTerms(connection, signal);
}

/** Carries out these repairs now and then, in the background. Returns a function that stops this. */
export function startTermRepair(
  repairs: readonly ((signal: AbortSignal) => Promise<void>)[],
  logger: Pick<Logger, 'warn'>,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const repair = async (): Promise<number> => {
    try {
      for (const each of repairs) await each(signal);
      return AGAIN_MS;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'could not repair the search terms; tries again in a minute');
      return RETRY_MS;
    }
  };
  const running = (async () => {
    while (!signal.aborted) {
      const waitMs = await repair();
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}
