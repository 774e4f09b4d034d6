// Plausible tracks for a library of any size: words as frequent as in natural language (the n-th of a vocabulary is 1/n as
// frequent as the first), artists with some albums, albums with twelve tracks. The documents are those that music writes, but for
// the counters of genres.
import { toAlbumDocument, toArtistEntry } from '@downbeat/music/catalogue-documents';
import { catalogueFields, catalogueOf, toRef } from '@downbeat/music/catalogue-keys';
import { artistTerms, ownTerms, searchWords, sortKeyOf, TERMS_VERSION } from '@downbeat/music/search-tokens';
import type { Db, Document } from 'mongodb';

const VOCABULARY = 8_000;
const ARTIST_TRACKS = 96;
const ALBUM_TRACKS = 12;
const BATCH = 5_000;
const INSERTS_AT_ONCE = 2;
const FIRST_UPLOAD_MS = Date.UTC(2020, 0);
const UPLOAD_EVERY_MS = 1_000;
const GENRES = ['Ambient', 'Lo-fi', 'Synth-pop', 'Folk', 'Rock', 'Jazz', 'Metal', 'House'];

/** Random numbers below 1, the same in each run: a linear congruential generator. */
function randomNumbers(): () => number {
  let state = 1;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

const random = randomNumbers();
const pick = (from: string): string => from[Math.floor(random() * from.length)] ?? '';
const hex = (length: number): string => Array.from({ length }, () => pick('0123456789abcdef')).join('');

function makeWord(): string {
  const syllables = Array.from(
    { length: 1 + Math.floor(random() * 3.2) },
    () => pick('bcdfghjklmnprstvw') + pick('aeiou'),
  );
  return syllables.join('') + (random() < 0.5 ? pick('lmnrst') : '');
}

const vocabulary = Array.from({ length: VOCABULARY }, makeWord);

/** One to `most` words, as frequent as they are in natural language. */
function words(most: number): string {
  const word = () => vocabulary[Math.floor(Math.exp(random() * Math.log(VOCABULARY + 1))) - 1] ?? '';
  return Array.from({ length: 1 + Math.floor(random() * most) }, word).join(' ');
}

/** A UUID v7 of the time at which the n-th track was uploaded. */
function idOf(n: number): string {
  const time = (FIRST_UPLOAD_MS + n * UPLOAD_EVERY_MS).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(12)}`;
}

const artistOf = (n: number) => {
  const name = words(2);
  return { artistId: idOf(n), artistName: name, artistWords: searchWords(name), terms: artistTerms(name) };
};

type Artist = Pick<ReturnType<typeof artistOf>, 'artistId' | 'artistName'>;

/** What the catalogue has of the artist whose tracks begin with the n-th. */
function artistEntry({ artistId, artistName }: Artist, n: number, count: number): Document {
  const trackCount = Math.min(ARTIST_TRACKS, count - n);
  const listed = { name: artistName, trackCount, albumCount: Math.ceil(trackCount / ALBUM_TRACKS) };
  const id = catalogueOf({ artistId, artistName, ...untagged }).artists[0]?.id ?? '';
  return { ...toArtistEntry({ id, uploaderId: artistId, listed, own: listed }), revision: 1 };
}

const untagged = { taggedArtist: null, album: null, genre: null };

/** What the catalogue has of the album whose tracks begin with the n-th. */
function albumEntry({ artistId, artistName }: Artist, title: string, n: number): Document {
  const { album } = catalogueOf({ artistId, artistName, ...untagged, album: title });
  if (album === null) throw new Error('an album without a title');
  const listed = {
    ...{ title, artist: toRef(album.artist), year: yearOf(n), trackCount: ALBUM_TRACKS, cover: null },
    ...{ artistIds: [album.artist.id], genreIds: [], words: searchWords(title, artistName) },
  };
  const origin = { id: album.id, uploaderId: artistId, newestTrackId: idOf(n) };
  return { ...toAlbumDocument({ ...origin, listed, own: listed }), revision: 1 };
}

const yearOf = (n: number): number => 1970 + (n % 50);

type Collection = 'tracks' | 'albums' | 'creditedArtists';

/** The documents of so many tracks, with their albums and artists. Searches find them by the words of `title`. */
function* documents(count: number): Generator<[Collection, Document]> {
  let { terms, ...artist } = artistOf(0);
  let album = words(4);
  const albumIds = new Set<unknown>();
  for (let n = 0; n < count; n += 1) {
    if (n % ARTIST_TRACKS === 0) {
      ({ terms, ...artist } = artistOf(n));
      albumIds.clear();
      yield ['creditedArtists', artistEntry(artist, n, count)];
    }
    if (n % ALBUM_TRACKS === 0) {
      album = words(4);
      const entry = albumEntry(artist, album, n);
      // The same title makes the same album.
      if (!albumIds.has(entry['_id'])) yield ['albums', entry];
      albumIds.add(entry['_id']);
    }
    yield ['tracks', trackOf(n, { ...artist, album }, terms)];
  }
}

function trackOf(
  n: number,
  { album, ...artist }: Omit<ReturnType<typeof artistOf>, 'terms'> & { album: string },
  terms: readonly string[],
): Document {
  const texts = { title: words(5), taggedArtist: null, album, genre: GENRES[n % GENRES.length] ?? null };
  const createdAt = new Date(FIRST_UPLOAD_MS + n * UPLOAD_EVERY_MS);
  return {
    _id: idOf(n),
    ...artist,
    ...texts,
    ...catalogueFields({ ...artist, ...texts }),
    year: yearOf(n),
    trackNumber: (n % ALBUM_TRACKS) + 1,
    durationMs: 180_000 + (n % 120_000),
    contentType: 'audio/mpeg',
    audio: { key: `${n}.mp3`, bytes: 5_000_000, sha256: '0'.repeat(64) },
    cover: null,
    createdAt,
    updatedAt: createdAt,
    sortTitle: sortKeyOf(texts.title),
    words: searchWords(texts.title, album, texts.genre),
    terms: [...ownTerms(texts), ...terms],
    termsVersion: TERMS_VERSION,
  };
}

/**
 * Inserts so many tracks, faster before their indexes exist.
 * @returns the titles of some, spread over all
 */
export async function seedTracks(db: Db, count: number, samples: number): Promise<string[]> {
  const every = Math.max(1, Math.floor(count / samples));
  const titles: string[] = [];
  const running: Promise<unknown>[] = [];
  const batches: Record<Collection, Document[]> = { tracks: [], albums: [], creditedArtists: [] };
  let n = 0;
  const flush = async (name: Collection): Promise<void> => {
    const batch = batches[name];
    if (batch.length === 0) return;
    batches[name] = [];
    running.push(db.collection(name).insertMany(batch, { ordered: false, writeConcern: { w: 1 } }));
    if (running.length > INSERTS_AT_ONCE) await running.shift();
  };
  for (const [name, document] of documents(count)) {
    if (name === 'tracks') {
      if (n % every === 0) titles.push(document['title'] as string);
      n += 1;
    }
    batches[name].push(document);
    if (batches[name].length === BATCH) await flush(name);
  }
  for (const name of Object.keys(batches) as Collection[]) await flush(name);
  await Promise.all(running);
  return titles;
}
