// Plausible tracks for a library of any size: words as frequent as in natural language (the n-th of a vocabulary is 1/n as
// frequent as the first), artists with some albums, albums with twelve tracks. The documents are those that music writes, but for
// their places in the catalogue.
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

/** The documents of so many tracks. Searches find them by the words of `title`. */
function* documents(count: number): Generator<Document> {
  let { terms, ...artist } = artistOf(0);
  let album = words(4);
  for (let n = 0; n < count; n += 1) {
    if (n % ARTIST_TRACKS === 0) ({ terms, ...artist } = artistOf(n));
    if (n % ALBUM_TRACKS === 0) album = words(4);
    const texts = { title: words(5), taggedArtist: null, album, genre: GENRES[n % GENRES.length] ?? null };
    const createdAt = new Date(FIRST_UPLOAD_MS + n * UPLOAD_EVERY_MS);
    yield {
      _id: idOf(n),
      ...artist,
      ...texts,
      year: 1970 + (n % 50),
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
}

/**
 * Inserts so many tracks, faster before their indexes exist.
 * @returns the titles of some, spread over all
 */
export async function seedTracks(db: Db, count: number, samples: number): Promise<string[]> {
  const tracks = db.collection('tracks');
  const every = Math.max(1, Math.floor(count / samples));
  const titles: string[] = [];
  const running: Promise<unknown>[] = [];
  let batch: Document[] = [];
  let n = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    running.push(tracks.insertMany(batch, { ordered: false, writeConcern: { w: 1 } }));
    batch = [];
    if (running.length > INSERTS_AT_ONCE) await running.shift();
  };
  for (const document of documents(count)) {
    if (n % every === 0) titles.push(document['title'] as string);
    n += 1;
    batch.push(document);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await Promise.all(running);
  return titles;
}
