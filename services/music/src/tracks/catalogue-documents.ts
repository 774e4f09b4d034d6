import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { CatalogueRef } from '../generated/schemas.gen.ts';
import { identityOf } from './catalogue-keys.ts';
import { prefixesOfWords, searchWords, sortKeyOf } from './search-tokens.ts';

/** The cover of a track, as its URL needs it. */
export interface CatalogueCover {
  trackId: string;
  version: string;
  accessKey: string | null;
  /** Missing in albums of versions before this field. */
  placeholder?: string | null;
}

/** What the tracks of an album say of it. */
export interface AlbumSummary {
  title: string;
  artist: CatalogueRef;
  year: number | null;
  trackCount: number;
  cover: CatalogueCover | null;
  artistIds: string[];
  genreIds: string[];
  words: string[];
}

/** What the tracks of an artist say of it. */
export interface ArtistSummary {
  name: string;
  trackCount: number;
  albumCount: number;
  words: string[];
}

/**
 * An entry of the catalogue: an album or an artist. It is made again of its tracks in each transaction that writes one of
 * them, and is removed with the last one.
 */
export interface CatalogueEntry<Summary> {
  _id: string;
  uploaderId: string;
  /** By its public tracks, for everyone; null without any. */
  listed: Summary | null;
  /** By all its tracks, for the account that has uploaded them. */
  own: Summary;
  /** What a list can ask for. Each index has them, with the order of a list behind them. */
  keys: string[];
  /** Raised by each write, so that two transactions that read the tracks of one entry do not miss each other's. */
  revision: number;
}

/** The orders are texts, each of which ends with what no other entry has, so that a page can begin behind any entry. */
export interface AlbumDocument extends CatalogueEntry<AlbumSummary> {
  byTitle: string;
  byYear: string;
  byNewest: string;
}

export interface ArtistEntryDocument extends CatalogueEntry<ArtistSummary> {
  byName: string;
  /** Missing in entries of versions before this order, until they are made again. */
  byTracks?: string;
}

/** The public tracks of a genre by some of the accounts: one counter for all would make uploads wait for each other. */
export interface GenreCounter {
  _id: string;
  genreId: string;
  name: string;
  byName: string;
  trackCount: number;
}

export const catalogueIndexes: IndexDeclarations = {
  albums: [
    { key: { keys: 1, byTitle: 1 }, name: 'byTitle' },
    { key: { keys: 1, byYear: 1 }, name: 'byYear' },
    { key: { keys: 1, byNewest: 1 }, name: 'byNewest' },
  ],
  creditedArtists: [
    { key: { keys: 1, byName: 1 }, name: 'byName' },
    { key: { keys: 1, byTracks: 1 }, name: 'byTracks' },
  ],
  genreCounters: [
    { key: { byName: 1, _id: 1 }, name: 'byName' },
    { key: { genreId: 1 }, name: 'genre' },
  ],
};

/** The keys of entries. Those of `own` also have the entries without public tracks. */
export const keyOf = {
  all: 'all',
  artist: (id: string): string => `artist ${id}`,
  genre: (id: string): string => `genre ${id}`,
  word: (prefix: string): string => `word ${prefix}`,
  own: (artistId: string): string => `own ${artistId}`,
};

/** Sorts before every other character. */
const END = '\0';
const AFTER_END = '\u0001';
const LAST_YEAR = 9_999;
const MOST_TRACKS = 9_999_999;

const ordered = (text: string, id: string): string => text + END + id;

/** The values of an order that begin with exactly this text. */
export const exactly = (text: string) => ({ $gte: text + END, $lt: text + AFTER_END });

interface AlbumOrigin {
  id: string;
  uploaderId: string;
  newestTrackId: string;
  listed: AlbumSummary | null;
  own: AlbumSummary;
}

/** The newest year first, and albums without one last. */
const yearKeyOf = (year: number | null): string => String(LAST_YEAR - (year ?? 0)).padStart(4, '0');

/** The most tracks first. */
const tracksKeyOf = (trackCount: number): string =>
  String(Math.max(0, MOST_TRACKS - trackCount)).padStart(7, '0');

export function toAlbumDocument(origin: AlbumOrigin): Omit<AlbumDocument, 'revision'> {
  const { id, uploaderId, newestTrackId, listed, own } = origin;
  const { title, year } = listed ?? own;
  const sortTitle = sortKeyOf(title);
  const shown = listed && [
    keyOf.all,
    ...listed.artistIds.map(keyOf.artist),
    ...listed.genreIds.map(keyOf.genre),
    ...prefixesOfWords(listed.words).map(keyOf.word),
  ];
  return {
    _id: id,
    uploaderId,
    listed,
    own,
    keys: [...(shown ?? []), ...own.artistIds.map(keyOf.own)],
    byTitle: ordered(sortTitle, id),
    byYear: ordered(yearKeyOf(year) + sortTitle, id),
    // A track belongs to one album.
    byNewest: newestTrackId,
  };
}

interface ArtistOrigin {
  id: string;
  uploaderId: string;
  listed: Omit<ArtistSummary, 'words'> | null;
  own: Omit<ArtistSummary, 'words'>;
}

export function toArtistEntry(origin: ArtistOrigin): Omit<ArtistEntryDocument, 'revision'> {
  const { id, uploaderId, listed, own } = origin;
  const { name, trackCount } = listed ?? own;
  const words = searchWords(name);
  const sortName = sortKeyOf(name);
  return {
    _id: id,
    uploaderId,
    listed: listed && { ...listed, words },
    own: { ...own, words: searchWords(own.name) },
    keys: listed === null ? [] : [keyOf.all, ...prefixesOfWords(words).map(keyOf.word)],
    byName: ordered(sortName, id),
    byTracks: ordered(tracksKeyOf(trackCount) + sortName, id),
  };
}

/** The most counters of one genre. */
export const COUNTERS_OF_GENRE = 8;

/** The counter of a genre for the tracks of an account. */
export function toGenreCounter(
  { id, name }: CatalogueRef,
  uploaderId: string,
): Omit<GenreCounter, 'trackCount'> {
  const shard = Number.parseInt(uploaderId.slice(-1), 16) % COUNTERS_OF_GENRE;
  return { _id: `${id} ${shard}`, genreId: id, name, byName: ordered(sortKeyOf(identityOf(name)), id) };
}
