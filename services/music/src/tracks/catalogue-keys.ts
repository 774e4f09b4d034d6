import { createHash } from 'node:crypto';
import type { CatalogueRef } from '../generated/schemas.gen.ts';
import type { TrackDocument, TrackRecord } from './repository.ts';

// The albums, artists and genres to which a track belongs. They follow from its texts and its account, so they need no
// names of their own that could differ from what tracks say. docs/catalogue.md says why.

/** What the keys are made of. */
export type CataloguedTrack = Pick<
  TrackDocument,
  'artistId' | 'artistName' | 'taggedArtist' | 'album' | 'albumArtist' | 'genre'
>;

/** The same for all spellings of a name. */
export interface NamedRef extends CatalogueRef {
  identity: string;
}

export interface CatalogueOf {
  /** Null for a track without an album. */
  album: { id: string; title: string; artist: NamedRef } | null;
  /** Those in the tags; without any, the account. */
  artists: NamedRef[];
  genres: NamedRef[];
}

/** Between several values in one text, as audio/tags.ts joins them. */
const SEPARATOR = /;\s/;
/** Artists, or genres, of one track. */
const MAX_NAMES = 20;
/** Characters of base64url: 132 bits. */
const ID_LENGTH = 22;

/**
 * The same text for spellings that differ only in case, accents, compatibility forms, spaces and invisible characters. Only
 * accents are left out, not all marks: those of Indic scripts, for example, are vowels.
 */
export function identityOf(name: string): string {
  const bare = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
  return bare.normalize('NFC') || name;
}

const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, ID_LENGTH);

/** The values of a text of several, each spelling once. */
function splitValues(text: string | null | undefined): string[] {
  const values = (text ?? '').split(SEPARATOR).map((value) => value.trim());
  const byIdentity = new Map<string, string>();
  for (const value of values) {
    const identity = identityOf(value);
    if (identity !== '' && !byIdentity.has(identity)) byIdentity.set(identity, value);
  }
  return [...byIdentity.values()].slice(0, MAX_NAMES);
}

/** Of an account. Its own name belongs to the account itself, which keeps its id when it is renamed. */
function artistRef({ artistId, artistName }: CataloguedTrack, name: string): NamedRef {
  const identity = identityOf(name);
  const isAccount = identity === identityOf(artistName);
  return { id: idOf('artist', artistId, isAccount ? '' : identity), name, identity };
}

export const genreIdOf = (identity: string): string => idOf('genre', identity);

/**
 * An album is one of an account, an album artist and a title; without an album artist, the first artist. Albums and
 * artists of different accounts are different ones; genres are those of all.
 */
export function catalogueOf(track: CataloguedTrack): CatalogueOf {
  const { artistId, artistName, taggedArtist, album: title, albumArtist, genre } = track;
  const tagged = splitValues(taggedArtist).map((name) => artistRef(track, name));
  const artists = tagged.length === 0 ? [artistRef(track, artistName)] : tagged;
  const artist = albumArtist ? artistRef(track, albumArtist) : (artists[0] ?? artistRef(track, artistName));
  const id = title === null ? null : idOf('album', artistId, artist.id, identityOf(title));
  return {
    album: id === null || title === null ? null : { id, title, artist },
    artists,
    genres: splitValues(genre).map((name) => {
      const identity = identityOf(name);
      return { id: genreIdOf(identity), name, identity };
    }),
  };
}

/** What a track stores of that, for indexes. */
export interface CatalogueFields {
  albumId: string | null;
  /** Also the artist of the album. */
  artistIds: string[];
  /** Only of a public track: these are counted. */
  genreIds: string[];
}

/** The artists whose followers a track concerns: those of the track, and that of its album. */
export function artistIdsOf(record: TrackRecord): string[] {
  const { artist, taggedArtist, album, albumArtist = null, genre } = record;
  const texts = { taggedArtist, album, albumArtist, genre };
  return catalogueFields({ ...texts, artistId: artist.id, artistName: artist.name }).artistIds;
}

export function catalogueFields(track: CataloguedTrack & Pick<TrackDocument, 'visibility'>): CatalogueFields {
  const { album, artists, genres } = catalogueOf(track);
  const ids = [...artists, ...(album === null ? [] : [album.artist])].map(({ id }) => id);
  const genreIds = track.visibility === undefined ? genres.map(({ id }) => id) : [];
  return { albumId: album?.id ?? null, artistIds: [...new Set(ids)], genreIds };
}

/** Without what only the catalogue needs. */
export const toRef = ({ id, name }: NamedRef): CatalogueRef => ({ id, name });
