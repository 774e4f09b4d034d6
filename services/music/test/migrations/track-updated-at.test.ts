import { runMigrations } from '@downbeat/shared/migrations';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import type { Collection, Db } from 'mongodb';
import t, { type Test } from 'tap';
import type { Track, TrackPage, TrackSort } from '../../src/generated/schemas.gen.ts';
import { trackUpdatedAt } from '../../src/migrations/0001-track-updated-at.ts';
import { trackTerms } from '../../src/migrations/0002-track-terms.ts';
import { migrations } from '../../src/migrations/migrations.ts';
import {
  trackIndexes,
  TrackRepository,
  type TrackRecord,
  type TrackSlice,
} from '../../src/tracks/repository.ts';
import type { TrackPosition } from '../../src/tracks/track-query.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { previousVersion, type PreviousTrack } from './previous-version.ts';

const MORE_THAN_TWO_BATCHES = 1100;

async function createDatabase(t: Test) {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const { client, db, close } = await connectMongo({ uri: mongoUri });
  t.teardown(close);
  await ensureIndexes(db, trackIndexes);
  const repository = new TrackRepository(db);
  return {
    client,
    db,
    previous: previousVersion(db),
    /** All tracks as this version lists them, page by page. */
    list: async (sort: TrackSort, tokens: string[] = []): Promise<TrackRecord[]> => {
      const records: TrackRecord[] = [];
      let after: TrackPosition | null = null;
      do {
        const page: TrackSlice = await repository.list({ sort, limit: 100, tokens, after });
        records.push(...page.items);
        after = page.next;
      } while (after !== null);
      return records;
    },
    rename: (artistId: string, name: string) =>
      inTransaction(client, (mongoSession) => repository.renameArtist(artistId, name, mongoSession)),
  };
}

/** Asserts that this version reads documents of the previous version: all of them, in order, and with a fallback. */
function sameAsStored(t: Test, records: readonly TrackRecord[], stored: readonly PreviousTrack[]): void {
  t.same(
    records.map(({ id, title, createdAt, updatedAt }) => ({ id, title, createdAt, updatedAt })),
    stored.map(({ _id, title, createdAt }) => {
      const time = createdAt.toISOString();
      return { id: _id, title, createdAt: time, updatedAt: time };
    }),
  );
}

/** The database, with `between` called after each batch that a migration writes. */
function withHook(db: Db, between: (batch: number) => Promise<void>): Db {
  let batches = 0;
  const hooked = (tracks: Collection): Collection =>
    new Proxy(tracks, {
      get(target, property) {
        if (property !== 'updateMany') {
          const value: unknown = Reflect.get(target, property);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        }
        return async (...args: Parameters<Collection['updateMany']>) => {
          const result = await target.updateMany(...args);
          await between((batches += 1));
          return result;
        };
      },
    });
  return new Proxy(db, {
    get: (target, property) =>
      property === 'collection'
        ? (name: string) => hooked(target.collection(name))
        : (Reflect.get(target, property) as unknown),
  });
}

t.test(
  'before the migration, documents of the previous version are listed, searched and sorted',
  async (t) => {
    const { previous, list } = await createDatabase(t);
    const stored = ['zebra', 'apple', 'mango'].map((title) => previous.document(title));
    await previous.tracks.insertMany(stored);
    const [zebra, apple, mango] = stored as [PreviousTrack, PreviousTrack, PreviousTrack];
    sameAsStored(t, await list('oldest'), stored);
    sameAsStored(t, await list('newest'), stored.toReversed());
    sameAsStored(t, await list('title'), [apple, mango, zebra]);
    sameAsStored(t, await list('title', ['man']), [mango]);
  },
);

t.test('during the migration, both versions read and write without loss', async (t) => {
  const { db, previous, list, rename } = await createDatabase(t);
  const stored = Array.from({ length: MORE_THAN_TWO_BATCHES }, (_, n) => previous.document(`title${n}`));
  await previous.tracks.insertMany(stored);
  const [first, second] = stored as [PreviousTrack, PreviousTrack];
  const last = stored.at(-1)!;
  let batches = 0;
  const hooked = withHook(db, async (batch) => {
    batches = batch;
    if (batch > 1) return;
    sameAsStored(t, await list('oldest'), stored);
    // One renaming in a migrated and one in a pending document, by this version; one by the previous version.
    await rename(first.artistId, 'renamed');
    await rename(last.artistId, 'renamed');
    await previous.rename(second.artistId, 'former');
    const inserted = previous.document('inserted');
    stored.push(inserted);
    await previous.tracks.insertOne(inserted);
    t.equal((await previous.list(2000)).length, stored.length);
  });
  await trackUpdatedAt.up(hooked);
  t.equal(batches, 3);
  t.equal(await db.collection('tracks').countDocuments({ updatedAt: { $exists: false } }), 0);
  const records = await list('oldest');
  const renamed = records.filter(({ artist }) => artist.name === 'renamed');
  t.same(
    renamed.map(({ id }) => id),
    [first._id, last._id],
  );
  t.ok(
    renamed.every(({ createdAt, updatedAt }) => updatedAt > createdAt),
    'the migration keeps the time of an update',
  );
  t.equal(records[1]?.artist.name, 'former');
  const unchanged = stored.filter(({ _id }) => _id !== first._id && _id !== last._id);
  sameAsStored(
    t,
    records.filter((record) => !renamed.includes(record)),
    unchanged,
  );
});

t.test('while the migration runs, parallel inserts of the previous version are never lost', async (t) => {
  const { db, previous, list } = await createDatabase(t);
  const stored = Array.from({ length: MORE_THAN_TWO_BATCHES }, (_, n) => previous.document(`title${n}`));
  await previous.tracks.insertMany(stored);
  const state = { running: true };
  const migration = trackUpdatedAt.up(db).finally(() => {
    state.running = false;
  });
  while (state.running) {
    const document = previous.document(`parallel${stored.length}`);
    stored.push(document);
    await previous.tracks.insertOne(document);
    sameAsStored(t, await list('newest', [document.title]), [document]);
  }
  await migration;
  sameAsStored(t, await list('oldest'), stored);
});

t.test('after the migration, a document of the previous version still falls back', async (t) => {
  const { db, previous, list } = await createDatabase(t);
  const { logger } = captureLog();
  const stored = [previous.document('early')];
  await previous.tracks.insertMany(stored);
  await runMigrations({ db, migrations, logger });
  const late = previous.document('late');
  stored.push(late);
  await previous.tracks.insertOne(late);
  await runMigrations({ db, migrations, logger });
  sameAsStored(t, await list('oldest'), stored);
  sameAsStored(t, await list('title', ['late']), [late]);
});

t.test('running the migration again changes nothing', async (t) => {
  const { db, previous, rename } = await createDatabase(t);
  const stored = ['one', 'two'].map((title) => previous.document(title));
  await previous.tracks.insertMany(stored);
  await trackUpdatedAt.up(db);
  await rename(stored[0]!.artistId, 'renamed');
  const all = () => db.collection('tracks').find().sort({ _id: 1 }).toArray();
  const before = await all();
  await trackUpdatedAt.up(db);
  t.same(await all(), before);
});

t.test('the service migrates at its start, and both versions serve the tracks of both', async (t) => {
  const backends = await testBackends(t);
  const { db, close } = await connectMongo({ uri: backends.mongoUri });
  t.teardown(close);
  const previous = previousVersion(db);
  const early = previous.document('mango');
  await previous.tracks.insertOne(early);
  // After a rollback: the terms were there before the track was written without.
  await db.collection('migrations').insertOne({ migrationName: trackTerms.name });
  const music = await startMusic(t, { backends });
  const withTerms = db.collection<{ _id: string }>('tracks');
  await waitFor('the search terms', () => withTerms.findOne({ _id: early._id, terms: 'mango0' }));
  const artist = music.person('artist', 'Nadia');
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav', { title: 'Apple' }), artist);
  const apple = (await uploaded.json()) as Track;
  const late = previous.document('banana');
  await previous.tracks.insertOne(late);
  const { updatedAt } = (await db.collection<{ _id: string; updatedAt?: Date }>('tracks').findOne({
    _id: early._id,
  }))!;
  t.same(updatedAt, early.createdAt);
  const list = async (query: string) => {
    const response = await music.get(`/api/music/get?${query}`, artist);
    return ((await response.json()) as TrackPage).items;
  };
  const ids = async (query: string) => (await list(query)).map(({ id }) => id);
  t.same(await ids('sort=newest'), [late._id, apple.id, early._id]);
  t.same(await ids('sort=title'), [apple.id, late._id, early._id]);
  t.same(await ids('q=nadia&sort=oldest'), [early._id, apple.id, late._id]);
  for (const { createdAt, updatedAt } of await list('')) t.equal(updatedAt, createdAt);
  // The previous version reads a new document as before: everything but the fields that came later and the signed URLs.
  const asPrevious = (await previous.list(3))[1];
  t.notOk(Object.hasOwn(asPrevious!, 'updatedAt'));
  t.match(apple, asPrevious!);
  const single = (await (await music.get(`/api/music/tracks/${late._id}`, artist)).json()) as Track;
  t.equal(single.updatedAt, late.createdAt.toISOString());
});
