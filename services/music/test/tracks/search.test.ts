import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import type { Document } from 'mongodb';
import t, { type Test } from 'tap';
import type { TrackSort } from '../../src/generated/schemas.gen.ts';
import { trackTerms } from '../../src/migrations/0002-track-terms.ts';
import { ArtistNames } from '../../src/tracks/artist-names.ts';
import { catalogueIndexes } from '../../src/tracks/catalogue-documents.ts';
import {
  trackIndexes,
  TrackRepository,
  type TrackRecord,
  type TrackSlice,
} from '../../src/tracks/repository.ts';
import {
  artistTerms,
  ownTerms,
  searchTokens,
  searchWords,
  sortKeyOf,
  TERMS_VERSION,
} from '../../src/tracks/search-tokens.ts';
import { repairTerms } from '../../src/tracks/term-repair.ts';
import type { TrackPosition } from '../../src/tracks/track-query.ts';

const SORTS: TrackSort[] = ['newest', 'oldest', 'title', 'relevance'];
const LIMIT = 20;
const CANDIDATES_PER_RESULT = 20;
const MAX_WINDOWS = 10;
/** An index scan for each, which looks at one key more. */
const TERMS_OF_A_WORD = 20;

const { mongoUri } = await testBackends(t, { rabbit: false });
const { client, db, close } = await connectMongo({ uri: mongoUri });
t.teardown(close);
await ensureIndexes(db, { ...trackIndexes, ...catalogueIndexes });
const repository = new TrackRepository(db);

const file = { key: 'a.mp3', bytes: 1, sha256: '0'.repeat(64) };

function record(texts: Partial<TrackRecord> & { title: string }, artist = 'Ada'): TrackRecord {
  const now = new Date().toISOString();
  return {
    id: newId(),
    artist: { id: newId(), name: artist },
    taggedArtist: null,
    album: null,
    genre: null,
    year: null,
    trackNumber: null,
    durationMs: 1000,
    gainDb: null,
    contentType: 'audio/mpeg',
    visibility: 'public',
    accessKey: null,
    bytes: 1,
    coverVersion: null,
    createdAt: now,
    updatedAt: now,
    ...texts,
  };
}

const insert = (records: readonly TrackRecord[]) =>
  inTransaction(client, async (mongoSession) => {
    for (const one of records) await repository.insert(one, { audio: file, cover: null }, mongoSession);
  });

/** More than one page looks at. */
const HIDDEN = 2 * CANDIDATES_PER_RESULT * LIMIT;

async function insertHidden(first: TrackRecord): Promise<void> {
  await insert([first]);
  const tracks = db.collection<{ _id: string }>('tracks');
  const sample = await tracks.findOne({ _id: first.id });
  await tracks.insertMany(Array.from({ length: HIDDEN - 1 }, () => ({ ...sample, _id: newId() })));
}

/** As many documents as one transaction has no time for. */
async function insertCrowd(records: readonly TrackRecord[]): Promise<void> {
  await insert(records.slice(0, 1));
  const tracks = db.collection<{ _id: string }>('tracks');
  const sample = await tracks.findOne({ _id: records[0]!.id });
  const documents = records.slice(1).map((one) => ({
    ...sample,
    _id: one.id,
    title: one.title,
    taggedArtist: one.taggedArtist,
    album: one.album,
    sortTitle: sortKeyOf(one.title),
    words: searchWords(one.title, one.taggedArtist, one.album),
    terms: [...ownTerms(one), ...artistTerms(one.artist.name)],
  }));
  for (let begin = 0; begin < documents.length; begin += 500)
    await tracks.insertMany(documents.slice(begin, begin + 500));
}

/** In parts: a crowd's index entries take longer than the driver waits for one answer. */
async function removeAll(): Promise<void> {
  const tracks = db.collection<{ _id: string }>('tracks');
  for (;;) {
    const some = await tracks.find({}, { projection: { _id: 1 }, limit: 500 }).toArray();
    if (some.length === 0) return;
    await tracks.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
  }
}

const page = (sort: TrackSort, q: string, limit = LIMIT, after: TrackPosition | null = null) =>
  repository.list({ sort, limit, tokens: searchTokens(q), after });

async function everyTitle(sort: TrackSort, q: string, limit = LIMIT): Promise<string[]> {
  const titles: string[] = [];
  let after: TrackPosition | null = null;
  do {
    const slice: TrackSlice = await page(sort, q, limit, after);
    titles.push(...slice.items.map(({ title }) => title));
    after = slice.next;
  } while (after !== null);
  return titles;
}

/** The queries since the last call, as MongoDB carried them out. */
function queryLog(): () => Promise<Document[]> {
  let seen = 0;
  return async () => {
    const queries = await db
      .collection('system.profile')
      .find({ 'command.find': 'tracks' })
      .skip(seen)
      .toArray();
    seen += queries.length;
    return queries;
  };
}

function isCheap(
  t: Test,
  queries: readonly Document[],
  { items }: TrackSlice,
  label: string,
  spellings = 1,
): void {
  t.ok(queries.length > 0, label);
  for (const { planSummary, hasSortStage } of queries) {
    t.match(planSummary, /^IXSCAN/, label);
    t.notOk(hasSortStage, label);
  }
  // One page looks at more tracks only as long as it has found none.
  const windows = items.length === 0 ? MAX_WINDOWS : 1;
  const docs = queries.reduce((sum, { docsExamined }) => sum + (docsExamined as number), 0);
  t.ok(docs <= windows * CANDIDATES_PER_RESULT * LIMIT + LIMIT, `${label}: ${docs} tracks`);
  const scans = queries.map(({ keysExamined }) => keysExamined as number);
  // A track may have a term of each spelling.
  t.ok(
    Math.max(...scans) <= spellings * (CANDIDATES_PER_RESULT * LIMIT + TERMS_OF_A_WORD),
    `${label}: ${scans.join()} keys`,
  );
}

t.test('puts titles before artists before albums, and whole words before beginnings', async (t) => {
  await insert([
    record({ title: 'One', album: 'Quasar' }),
    record({ title: 'Two', genre: 'Quasarcore' }),
    record({ title: 'Three', taggedArtist: 'The Quasar' }),
    record({ title: 'Four' }, 'Quasar'),
    record({ title: 'Five' }, 'Quasars'),
    record({ title: 'Quasars Six', album: 'Quasar' }),
    record({ title: 'Éight of Quásar' }),
    record({ title: 'Quasar Seven' }, 'Quasar'),
  ]);
  const best = ['Quasar Seven', 'Éight of Quásar', 'Quasars Six', 'Four', 'Five', 'Three', 'One', 'Two'];
  t.same(await everyTitle('relevance', 'quasar'), best);
  for (const limit of [1, 3, 7]) t.same(await everyTitle('relevance', 'QUÁSAR', limit), best);
  t.same(await everyTitle('relevance', 'quasar seven'), ['Quasar Seven']);
  // Longer than any beginning that is stored.
  t.same(await everyTitle('newest', 'quasarc'), ['Two']);
  t.same(await everyTitle('relevance', 'quasarcor'), ['Two']);
  t.same(await everyTitle('relevance', 'quasarx'), []);
});

t.test('finds a long word beside a word of six letters that it begins with', async (t) => {
  await insert([
    record({ title: 'Zephyr', album: 'Zephyrlike' }),
    record({ title: 'Zephyr against Zephyrlike' }),
    record({ title: 'Of two fields', taggedArtist: 'Zephyrlike', genre: 'Zephyr' }),
    record({ title: 'Only the album', album: 'Zephyrlike' }),
    record({ title: 'Not this Zephyr' }),
  ]);
  const expected = ['Of two fields', 'Only the album', 'Zephyr', 'Zephyr against Zephyrlike'];
  for (const sort of SORTS) {
    for (const q of ['zephyrlike', 'zephyrl', 'zephyrli zeph']) {
      const found = await everyTitle(sort, q, 2);
      t.same(found.toSorted(), expected, `${sort} "${q}"`);
    }
  }
});

const SPELLINGS: readonly (readonly [title: string, searches: readonly string[]])[] = [
  ['邓丽君 月亮代表我的心', ['邓丽君', '丽君', '君', '月亮', '代表我的心', '丽君 我的心']],
  ['君の名は。前前前世 (movie ver.)', ['名は', '前世', '君の名は前前', 'movie']],
  ['รักเธอประเทศไทย', ['ประเทศไทย', 'เธอ']],
  ['Aimer残響散歌', ['aimer', '残響', 'aimer残響', '散歌 aim']],
  ['Dødheimsgard', ['dodheimsgard', 'DØDHEIMSGARD', 'dødh']],
  ['Łódź Đorđe', ['lodz', 'łódź', 'dorde', 'ĐORĐE']],
  ['Große Straße', ['STRASSE', 'strasse', 'straße', 'STRAẞE', 'grosse']],
  ['Işık', ['ışık', 'isik', 'IŞIK', 'işik']],
  ['Ænima', ['aenima', 'ænima', 'ÆN']],
  ['Don’t Look', ['dont', "don't", 'donʼt look', 'dont look', 'don']],
  ['AC/DC Live', ['acdc', 'ac/dc', 'AC-DC', 'ac dc', 'dc', 'AC⚡DC']],
  ['The-Acdc Tribute', ['AC/DC', 'acdc', 'the/acdc']],
  ['R.E.M. Song', ['rem', 'r.e.m.', 'R.E.M', 'rem song']],
  ['Soft\u00ADhyphen\u2060 and zero\u200Bwidth', ['softhyphen', 'zerowidth', 'zero\u200Dwidth']],
];

t.test(
  'finds words without spaces, with other letters, and with signs and invisible characters',
  async (t) => {
    await insert(SPELLINGS.map(([title]) => record({ title })));
    for (const [title, searches] of SPELLINGS) {
      for (const q of searches) {
        for (const sort of SORTS) t.ok((await everyTitle(sort, q)).includes(title), `${sort} "${q}"`);
      }
    }
    for (const q of ['丽邓', 'cdc', 'acdx', 'remx', 'ont', 'ışıkk'])
      t.same(await everyTitle('newest', q), [], q);
    const bands = ['AC/DC Live', 'The-Acdc Tribute'];
    for (const sort of SORTS) t.same((await everyTitle(sort, 'AC/DC', 1)).toSorted(), bands, sort);
    for (const sort of SORTS) t.same(await everyTitle(sort, 'ac-dc li', 1), bands.slice(0, 1), sort);
  },
);

t.test('a renaming changes under which words a track is found, and nothing else', async (t) => {
  const track = record({ title: 'Pulsar', taggedArtist: 'Former' }, 'Former');
  await insert([track]);
  await inTransaction(client, (mongoSession) =>
    repository.renameArtist(track.artist.id, '$Later', mongoSession),
  );
  const found = async (q: string) => (await page('relevance', q)).items.map(({ artist }) => artist.name);
  for (const q of ['pulsar', 'later', 'lat puls', 'former']) t.same(await found(q), ['$Later'], q);
  await inTransaction(client, (mongoSession) =>
    repository.renameArtist(track.artist.id, 'Third', mongoSession),
  );
  t.same(await found('later'), []);
});

t.test('finds tracks without terms, and the migration adds the terms of an upload', async (t) => {
  await insert([record({ title: 'Magnetar North', album: 'Star' }, 'Vega')]);
  const tracks = db.collection('tracks');
  const { terms } = (await tracks.findOne({ title: 'Magnetar North' }))!;
  await tracks.updateOne({ title: 'Magnetar North' }, { $unset: { terms: 1, termsVersion: 1 } });
  for (const sort of SORTS) t.same(await everyTitle(sort, 'magnet vega'), ['Magnetar North'], sort);
  await trackTerms.up(db);
  await trackTerms.up(db);
  t.same((await tracks.findOne({ title: 'Magnetar North' }))!['terms'], terms);
  for (const sort of SORTS) t.same(await everyTitle(sort, 'magnet vega'), ['Magnetar North'], sort);
});

t.test('keeps tracks without any word apart from those without terms', async (t) => {
  const wordless = [record({ title: '!!!' }, '♥'), record({ title: '???' }, 'Sirius')];
  await insert(wordless);
  await inTransaction(client, (mongoSession) =>
    repository.renameArtist(wordless[1]!.artist.id, '♥', mongoSession),
  );
  // The scans of null read tracks with an empty list of terms, too.
  t.equal(await db.collection('tracks').countDocuments({ terms: { $size: 0 } }), 0);
  for (const q of ['0', 'sirius']) t.same(await everyTitle('newest', q), [], q);
});

t.test('a start repairs what instances without terms have written and renamed', async (t) => {
  const [written, renamed, current] = ['Written', 'Renamed', 'Current'].map((title) =>
    record({ title: `Blazar ${title}` }, 'Altair'),
  ) as [TrackRecord, TrackRecord, TrackRecord];
  await insert([written, renamed, current]);
  const tracks = db.collection('tracks');
  const termsOf = async ({ title }: TrackRecord) => (await tracks.findOne({ title }))!['terms'] as string[];
  const [ofWritten, ofCurrent] = await Promise.all([termsOf(written), termsOf(current)]);
  const artistNames = new ArtistNames(db);
  const rename = ({ artist }: TrackRecord, name: string) =>
    inTransaction(client, async (mongoSession) => {
      await artistNames.rename(artist.id, name, mongoSession);
      await repository.renameArtist(artist.id, name, mongoSession);
    });
  const artists = db.collection<{ _id: string }>('artists');
  const renameBefore = async ({ artist }: TrackRecord, name: string) => {
    await artists.updateOne({ _id: artist.id }, { $set: { name } }, { upsert: true });
    const words = { artistName: name, artistWords: searchWords(name) };
    await tracks.updateMany({ artistId: artist.id }, { $set: words });
  };
  const repair = () => repairTerms({ client, db }, AbortSignal.timeout(60_000));
  const titles = async (q: string) => (await everyTitle('oldest', q)).toSorted();

  await tracks.updateOne({ title: written.title }, { $unset: { terms: 1, termsVersion: 1 } });
  await renameBefore(renamed, 'Deneb');
  await repair();
  t.same(await termsOf(written), ofWritten);
  t.same(await termsOf(current), ofCurrent);
  t.same(await titles('deneb'), ['Blazar Renamed']);
  t.same(await titles('blazar altair'), ['Blazar Current', 'Blazar Written']);
  // Both versions rename: the name is the one of the last repair, and the terms are not.
  await rename(renamed, 'Rigel');
  await renameBefore(renamed, 'Deneb');
  t.same(await titles('deneb'), []);
  await repair();
  t.same(await titles('deneb'), ['Blazar Renamed']);
  t.notOk((await termsOf(renamed)).includes('rigel2'));
});

t.test('a start makes the terms of an earlier version again', async (t) => {
  await insert([record({ title: 'Øresund', album: "Don't" }, 'Ångström')]);
  const tracks = db.collection('tracks');
  const current = (await tracks.findOne({ title: 'Øresund' }))!;
  const earlier = {
    sortTitle: 'øresund',
    words: ['øresund', 'don', 't'],
    artistWords: ['angstrom'],
    terms: ['øresund0', 'ø1', 'øresun1', 'don6', 't6', 'd7', 'angstrom2', 'a3', 'angstr3'],
  };
  await tracks.updateOne({ title: 'Øresund' }, { $set: earlier, $unset: { termsVersion: 1 } });
  t.same(await everyTitle('newest', 'oresund'), []);
  await repairTerms({ client, db }, AbortSignal.timeout(60_000));
  t.same(await tracks.findOne({ title: 'Øresund' }), current);
  t.same(await everyTitle('newest', 'oresund dont angs'), ['Øresund']);
  t.equal(await tracks.countDocuments({ termsVersion: { $ne: TERMS_VERSION } }), 0);
});

t.test('looks at few tracks for each page, also for words that most tracks have', async (t) => {
  const crowd = Array.from({ length: 3000 }, (_, n) =>
    // `even` and `odd` are never together, `common` is in all, `third` in a third.
    record({
      taggedArtist: 'Ada',
      title: `Common ${n % 2 === 0 ? 'even' : 'odd'} ${n % 3 === 0 ? 'third' : 'other'} ${n}`,
      album: n % 7 === 0 ? 'Common Sevenths' : 'Commonplace',
    }),
  );
  await insertCrowd(crowd);
  // The newest ones, which no list and no search may meet.
  await insertHidden(
    record({ title: 'Common even third', album: 'Common Sevenths', visibility: 'unlisted' }),
  );
  // By default it forgets the first queries after 1 MB.
  await db.createCollection('system.profile', { capped: true, size: 64 * 1024 * 1024 });
  await db.command({ profile: 2 });
  const takeQueries = queryLog();
  for (const sort of SORTS) {
    for (const [q, matches] of [
      ['', null],
      ['c', null],
      ['a', null],
      ['common', null],
      ['common even', null],
      ['comm-on even', null],
      ['c o t s', 143],
      ['common sevenths even third', 72],
      ['even odd', 0],
      ['common 2999', 1],
    ] as const) {
      let after: TrackPosition | null = null;
      let found = 0;
      const order = q === '' && sort === 'relevance' ? 'newest' : sort;
      for (let pages = 0; pages === 0 || (after !== null && pages < 2); pages += 1) {
        const slice: TrackSlice = await page(order, q, LIMIT, after);
        const queries = await takeQueries();
        const label = `${sort} "${q}", page ${pages}`;
        isCheap(t, queries, slice, label, q.includes('-') ? 2 : 1);
        found += slice.items.length;
        after = slice.next;
      }
      if (matches !== null && after === null) t.equal(found, matches, `${sort} "${q}"`);
    }
  }
  // The whole crowd has the better rank of the account's name and was listed with that.
  const endOfArtists = ['', '3', 'a'];
  const last = await page('relevance', 'a', LIMIT, endOfArtists);
  isCheap(t, await takeQueries(), last, 'relevance "a", after the names of accounts');
  t.match(last, { items: { length: 0 }, next: null });
  await db.command({ profile: 0 });
  t.equal((await everyTitle('title', 'common even third', 100)).length, 500);
  t.equal((await everyTitle('relevance', 'common even third', 100)).length, 500);
});

t.test('an artist finds tracks that are not public; a list of the artist leaves them out', async (t) => {
  await removeAll();
  const artist = { id: newId(), name: 'Ada' };
  const shown = record({ title: 'Blue Door', artist });
  await insert([shown]);
  await insertHidden(record({ title: 'Blue Hour', artist, visibility: 'private' }));
  await db.command({ profile: 2 });
  const takeQueries = queryLog();
  await takeQueries();
  for (const sort of SORTS) {
    for (const q of ['', 'blue']) {
      const query = { sort, limit: LIMIT, tokens: searchTokens(q), artistId: artist.id, after: null };
      const slice = await repository.list(query);
      t.match(slice, { items: [shown], next: null }, `${sort} "${q}"`);
      t.equal(slice.items.length, 1);
      isCheap(t, await takeQueries(), slice, `${sort} "${q}"`);
      const own = await repository.list({ ...query, isOwn: true });
      t.equal(own.items.length, LIMIT, `${sort} "${q}"`);
      isCheap(t, await takeQueries(), own, `${sort} "${q}"`);
    }
  }
  await db.command({ profile: 0 });
});

t.test('lists and searches the tracks of one artist in all orders, from an index of their own', async (t) => {
  await removeAll();
  const artist = { id: newId(), name: 'Ada' };
  const own = ['Blue Door', 'Amber', 'Blue Door', 'Blue Harbour'].map((title) => record({ title, artist }));
  await insert([record({ title: 'Blue Skies' }), ...own, record({ title: 'Amber' })]);
  const listed = async (sort: TrackSort, q: string, limit: number): Promise<TrackRecord[]> => {
    const found: TrackRecord[] = [];
    let after: TrackPosition | null = null;
    do {
      const query = { sort, limit, tokens: searchTokens(q), artistId: artist.id, after };
      const slice: TrackSlice = await repository.list(query);
      found.push(...slice.items);
      after = slice.next;
    } while (after !== null);
    return found;
  };
  const idsOf = (records: readonly TrackRecord[]): string[] => records.map(({ id }) => id);
  const blue = own.filter(({ title }) => title.startsWith('Blue'));
  await db.command({ profile: 2 });
  const newQueries = queryLog();
  await newQueries();
  for (const limit of [1, 2, 20]) {
    t.same(idsOf(await listed('oldest', '', limit)), idsOf(own));
    t.same(idsOf(await listed('newest', '', limit)), idsOf(own.toReversed()));
    t.same(idsOf(await listed('relevance', 'blu', limit)), idsOf(blue.toReversed()));
    t.same(idsOf(await listed('title', '', limit)), idsOf([own[1]!, own[0]!, own[2]!, own[3]!]));
    t.same(idsOf(await listed('title', 'ada blue', limit)), idsOf(blue), 'two of them have the same title');
  }
  await db.command({ profile: 0 });
  for (const { planSummary, hasSortStage, docsExamined } of await newQueries()) {
    t.match(planSummary, /^IXSCAN \{ artistId: 1/);
    t.notOk(hasSortStage);
    t.ok((docsExamined as number) <= own.length + 1);
  }
});
