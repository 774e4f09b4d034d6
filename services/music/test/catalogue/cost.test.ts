import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import type { Document } from 'mongodb';
import t, { type Test } from 'tap';
import { albumDemands } from '../../src/catalogue/albums.ts';
import { artistDemands } from '../../src/catalogue/artists.ts';
import { CatalogueRepository } from '../../src/catalogue/catalogue-repository.ts';
import type { EntryOrder, EntryQuery } from '../../src/catalogue/find-entries.ts';
import {
  type AlbumDocument,
  catalogueIndexes,
  COUNTERS_OF_GENRE,
  type GenreCounter,
  toAlbumDocument,
  toArtistEntry,
} from '../../src/tracks/catalogue-documents.ts';
import { catalogueFields, catalogueOf } from '../../src/tracks/catalogue-keys.ts';
import { trackIndexes, type TrackDocument, TrackRepository } from '../../src/tracks/repository.ts';
import { searchTokens, searchWords, TERMS_VERSION } from '../../src/tracks/search-tokens.ts';
import { repairTerms } from '../../src/tracks/term-repair.ts';
import { previousVersion } from '../migrations/previous-version.ts';

const LIMIT = 20;
const CANDIDATES_PER_RESULT = 20;
/** More than one page looks at, also of those that have one of two words. */
const CROWD = 900;
const AT_ONCE = 250;

const { mongoUri } = await testBackends(t, { rabbit: false });
const { client, db, close } = await connectMongo({ uri: mongoUri });
t.teardown(close);
await ensureIndexes(db, { ...trackIndexes, ...catalogueIndexes });
const catalogue = new CatalogueRepository(db);

/** Documents in batches for which there is time. */
async function insertCrowd(name: string, documents: readonly { _id: string }[]): Promise<void> {
  for (let begin = 0; begin < documents.length; begin += AT_ONCE)
    await db.collection<{ _id: string }>(name).insertMany(documents.slice(begin, begin + AT_ONCE));
}

const tracks = db.collection<TrackDocument>('tracks');
const albums = db.collection<AlbumDocument>('albums');
const genreCounters = db.collection<GenreCounter>('genreCounters');
const repair = () => repairTerms({ client, db }, AbortSignal.timeout(60_000));

const ORDERS: readonly EntryOrder[] = [
  { field: 'byTitle', direction: 1 },
  { field: 'byYear', direction: 1 },
  { field: 'byNewest', direction: -1 },
];

/** What MongoDB did since the last call. */
let seen = 0;
async function queriesOf(...collections: string[]): Promise<Document[]> {
  const all = await db
    .collection('system.profile')
    .find({ planSummary: { $exists: true } })
    .skip(seen)
    .toArray();
  seen += all.length;
  return all.filter(({ ns }) => collections.includes(String(ns).split('.').at(-1) ?? ''));
}

/** An index scan without a sort, of at most so many documents for each that is returned. */
function isCheap(
  t: Test,
  queries: readonly Document[],
  label: string,
  most = CANDIDATES_PER_RESULT * LIMIT,
): void {
  t.ok(queries.length > 0, label);
  for (const { planSummary, hasSortStage, docsExamined } of queries) {
    t.match(planSummary, /^(IXSCAN|IDHACK)/, label);
    t.notOk(hasSortStage, label);
    t.ok((docsExamined as number) <= most + LIMIT, `${label}: ${String(docsExamined)} documents`);
  }
}

const artistIdOf = (n: number): string => String(n % 3).repeat(22);
const genreIdOf = (n: number): string => String(n % 2).repeat(22);

function albumOf(n: number): AlbumDocument {
  const title = `Common ${n % 2 === 0 ? 'even' : 'odd'} ${n}`;
  const artist = { id: artistIdOf(n), name: 'Ada' };
  const summary = {
    title,
    artist,
    // Most are of one year, which must not make its later pages slow.
    year: n % 10 === 0 ? 1999 : 2026,
    trackCount: 1,
    cover: null,
    artistIds: [artist.id],
    genreIds: [genreIdOf(n)],
    words: searchWords(title, artist.name),
  };
  // Each tenth has no public track.
  const listed = n % 10 === 9 ? null : summary;
  const id = String(n).padStart(22, 'a');
  const origin = { id, uploaderId: 'ada', newestTrackId: newId(), listed, own: summary };
  return { ...toAlbumDocument(origin), revision: 1 };
}

/** How many albums a list has. Asserts what each of its first pages costs. */
async function countPages(
  t: Test,
  of: Pick<EntryQuery, 'demands' | 'order'>,
  label: string,
): Promise<number> {
  let [after, found, pages]: [string | null, number, number] = [null, 0, 0];
  do {
    const query: EntryQuery = { ...of, limit: pages < 2 ? LIMIT : 100, after };
    const page = await catalogue.listAlbums(query);
    found += page.entries.length;
    after = page.next;
    pages += 1;
    if (pages <= 2) isCheap(t, await queriesOf('albums'), `${label}, page ${pages}`);
  } while (after !== null);
  return found;
}

t.test('looks at few albums, artists and genres for each page', async (t) => {
  await insertCrowd(
    'albums',
    Array.from({ length: CROWD }, (_, n) => albumOf(n)),
  );
  await insertCrowd(
    'creditedArtists',
    Array.from({ length: CROWD }, (_, n) => {
      const listed = { name: `Common ${n % 2 === 0 ? 'even' : 'odd'} ${n}`, trackCount: 1, albumCount: 0 };
      return { ...toArtistEntry({ id: `${n}`, uploaderId: 'ada', listed, own: listed }), revision: 1 };
    }),
  );
  await db.createCollection('system.profile', { capped: true, size: 32 * 1024 * 1024 });
  await db.command({ profile: 2 });
  for (const order of ORDERS) {
    for (const [label, filter, q, isOwn, expected] of [
      ['all', {}, '', false, 810],
      ['an artist', { artistId: artistIdOf(0) }, '', false, 270],
      ['own albums of an artist', { artistId: artistIdOf(0) }, '', true, 300],
      ['a genre', { genreId: genreIdOf(1) }, '', false, 360],
      ['a word', {}, 'c', false, 810],
      ['two words', {}, 'common even', false, 450],
      ['a word and a genre', { genreId: genreIdOf(1) }, 'common', false, 360],
      ['a word that is nowhere with another', { genreId: genreIdOf(1) }, 'even', false, 0],
      ['a rare word', {}, 'common 898', false, 1],
    ] as const) {
      const demands = albumDemands(filter, searchTokens(q), isOwn);
      const found = await countPages(t, { demands, order }, `${order.field} ${label}`);
      await queriesOf();
      t.equal(found, expected, `${order.field} ${label}`);
    }
  }
  for (const field of ['byName', 'byTracks'] as const) {
    const order = { field, direction: 1 } as const;
    for (const q of ['common', 'common odd', '898']) {
      const demands = artistDemands(searchTokens(q));
      const page = await catalogue.listArtists({ demands, order, limit: LIMIT, after: null });
      t.equal(page.entries.length, q === '898' ? 1 : LIMIT, q);
      isCheap(t, await queriesOf('creditedArtists'), `${field} ${q}`);
    }
  }
  await genreCounters.insertMany(
    Array.from({ length: 100 * COUNTERS_OF_GENRE }, (_, n) => {
      const genreId = String(n % 100).padStart(22, '0');
      return { _id: `${genreId} ${n}`, genreId, name: genreId, byName: `${genreId}\0`, trackCount: 2 };
    }),
  );
  await queriesOf('genreCounters');
  const genres = await catalogue.listGenres(LIMIT, null);
  t.same([genres.length, genres[0]?.trackCount], [LIMIT, 2 * COUNTERS_OF_GENRE]);
  t.match(await catalogue.listGenres(LIMIT, genres.at(-1)!.byName), [{ id: '20'.padStart(22, '0') }]);
  isCheap(t, await queriesOf('genreCounters'), 'genres');
  await db.command({ profile: 0 });
  for (const name of ['albums', 'creditedArtists', 'genreCounters']) await db.collection(name).deleteMany({});
});

t.test(
  'a start puts tracks of an earlier version into the catalogue, and what that version changes',
  async (t) => {
    const previous = previousVersion(db);
    const stored = ['One', 'Two', 'Three'].map((title) => previous.document(title));
    const [one, two, three] = stored as [(typeof stored)[0], (typeof stored)[0], (typeof stored)[0]];
    for (const document of stored)
      Object.assign(document, {
        artistId: one.artistId,
        album: 'Dawn',
        genre: 'Dub; Folk',
        taggedArtist: 'Eve',
      });
    await previous.tracks.insertMany(stored);
    const repository = new TrackRepository(db);
    const before = (await repository.findWithFiles(one._id))!;
    const { albumId } = before.record;
    t.match(before.record, {
      albumArtist: null,
      discNumber: null,
      genres: [{ name: 'Dub' }, { name: 'Folk' }],
    });
    t.equal(await catalogue.findAlbum(albumId!), null, 'before its turn it is in no list');
    await repair();
    t.match(await catalogue.findAlbum(albumId!), { listed: { trackCount: 3, title: 'Dawn' } });
    const dub = before.record.genres![0]!.id;
    t.match(await catalogue.findGenre(dub), { name: 'Dub', trackCount: 3 });
    t.same(await repository.findWithFiles(one._id), before, 'a track reads as before its turn');
    const all = async () => [
      await tracks.find().toArray(),
      await albums.find().toArray(),
      await genreCounters.find().toArray(),
    ];
    const repaired = await all();
    await repair();
    t.same(await all(), repaired, 'a second repair changes nothing');

    // An earlier version beside this one moves a track, hides one, and adds one.
    const earlier = { termsVersion: 2 };
    await tracks.updateOne({ _id: two._id }, { $set: { album: 'Dusk', genre: 'Folk', ...earlier } });
    await tracks.updateOne({ _id: three._id }, { $set: { visibility: 'private', ...earlier } });
    const late = Object.assign(previous.document('Late'), {
      artistId: one.artistId,
      album: 'Dawn',
      taggedArtist: 'Eve',
    });
    await previous.tracks.insertOne(late);
    await repair();
    t.match(await catalogue.findAlbum(albumId!), { listed: { trackCount: 2 }, own: { trackCount: 3 } });
    t.match(await catalogue.findGenre(dub), { trackCount: 1 });
    const dusk = catalogueOf((await tracks.findOne({ _id: two._id }))!).album!;
    t.match(await catalogue.findAlbum(dusk.id), { listed: { trackCount: 1, title: 'Dusk' } });
    const artistId = before.record.artists![0]!.id;
    t.match(await catalogue.findArtist(artistId), {
      listed: { trackCount: 3, albumCount: 2 },
      own: { trackCount: 4 },
    });
    await inTransaction(client, async (mongoSession) => {
      for (const { _id: id } of [...stored, late])
        await repository.remove({ id, updatedAt: undefined }, mongoSession);
    });
    t.same(await all(), [[], [], []]);
  },
);

t.test('writes one of a thousand tracks without an album by a few queries of few documents', async (t) => {
  const [artistId, artistName] = [newId(), 'Ada'];
  const previous = previousVersion(db);
  const loose = Array.from({ length: 1_000 }, (_, n) => {
    const texts = {
      ...previous.document(`Loose ${n}`),
      artistId,
      artistName,
      album: null,
      taggedArtist: null,
    };
    return {
      ...texts,
      ...catalogueFields({ ...texts, genre: 'Drone' }),
      genre: 'Drone',
      termsVersion: TERMS_VERSION,
    };
  });
  await insertCrowd('tracks', loose);
  const repository = new TrackRepository(db);
  await inTransaction(client, (mongoSession) =>
    repository.remove({ id: loose[0]!._id, updatedAt: undefined }, mongoSession),
  );
  const id = catalogueOf(loose[1] as unknown as TrackDocument).artists[0]!.id;
  t.match(await catalogue.findArtist(id), { listed: { name: 'Ada', trackCount: 999, albumCount: 0 } });
  t.equal(await albums.countDocuments(), 0);
  await db.command({ profile: 2 });
  await queriesOf();
  t.equal((await catalogue.tracksOfArtist(id, false, LIMIT)).length, LIMIT);
  t.equal((await catalogue.tracksOfArtist(id, true, LIMIT)).length, LIMIT);
  const page = await catalogue.tracksOfGenre(loose[0]!.genreIds[0]!, LIMIT, null);
  const next = await catalogue.tracksOfGenre(loose[0]!.genreIds[0]!, LIMIT, page.at(-1)!.id);
  t.equal(next[0]?.id, loose[999 - LIMIT]!._id);
  isCheap(t, await queriesOf('tracks'), 'the tracks of an artist and a genre', LIMIT);
  await db.command({ profile: 0 });
});
