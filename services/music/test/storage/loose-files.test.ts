import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes, inTransaction } from '@downbeat/shared/mongo';
import { captureLog, testBackends } from '@downbeat/shared/test-kit';
import t from 'tap';
import { LooseFiles, looseFileIndexes, type Storage } from '../../src/storage/index.ts';
import { LocalStorage } from '../../src/storage/local.ts';
import { filesBelow } from '../kit/files.ts';

const { mongoUri } = await testBackends(t, { rabbit: false });
const mongo = await connectMongo({ uri: mongoUri });
t.teardown(() => mongo.close());
const { client, db } = mongo;
await ensureIndexes(db, looseFileIndexes);
const directory = await mkdtemp(join(tmpdir(), 'downbeat-loose-'));
t.teardown(() => rm(directory, { recursive: true }));
const storage = new LocalStorage(directory);
const { logger } = captureLog();
const loose = new LooseFiles(db, storage, logger);
const hours = (count: number) => Date.now() + count * 60 * 60 * 1000;

async function store(): Promise<string> {
  const name = `${newId()}.mp3`;
  const path = join(directory, name);
  await writeFile(path, 'x');
  await storage.put(name, path);
  return name;
}

t.test('a file whose upload never ended goes after six hours', async (t) => {
  const name = await store();
  await loose.add([name]);
  await loose.sweepAbandoned(hours(5));
  t.ok(await storage.stat(name), 'an upload may still be under way');
  await loose.sweepAbandoned(hours(7));
  t.equal(await storage.stat(name), null);
  t.equal(await db.collection('looseFiles').countDocuments(), 0);
});

t.test('a claimed file stays for ever', async (t) => {
  const name = await store();
  await loose.add([name]);
  await inTransaction(client, (session) => loose.claim([name], session));
  await loose.sweep([name]);
  await loose.sweepAbandoned(hours(100));
  t.ok(await storage.stat(name));
});

t.test('a claim that is rolled back is no claim', async (t) => {
  const name = await store();
  await loose.add([name]);
  const failed = inTransaction(client, async (session) => {
    await loose.claim([name], session);
    throw new Error('something else went wrong');
  });
  await t.rejects(failed, /something else/);
  await loose.sweep([name]);
  t.equal(await storage.stat(name), null);
});

t.test('what is being swept, or was never loose, cannot be claimed', async (t) => {
  const name = await store();
  await loose.add([name]);
  await loose.sweep([name]);
  const claim = (names: string[]) => inTransaction(client, (session) => loose.claim(names, session));
  await t.rejects(claim([name]), /swept before/);
  const [known, unknown] = [await store(), `${newId()}.mp3`];
  await loose.add([known]);
  await t.rejects(claim([known, unknown]), /swept before/);
  await loose.sweep([known]);
});

/** The storage, but that it deletes none of the files for which `isStuck`. */
function storageThatKeeps(isStuck: (name: string) => boolean): Storage {
  return new Proxy(storage, {
    get: (target, property) => {
      if (property === 'delete') {
        return async (name: string) =>
          isStuck(name) ? Promise.reject(new Error('not permitted')) : target.delete(name);
      }
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

t.test('a file that cannot be deleted now is told of, stops no other, and is deleted later', async (t) => {
  const names = await Promise.all(Array.from({ length: 3 }, store));
  const [first] = names;
  let stuck = true;
  const log = captureLog();
  const files = new LooseFiles(
    db,
    storageThatKeeps((name) => stuck && name === first),
    log.logger,
  );
  await files.add(names);
  await files.sweep(names);
  const kept = async () => Promise.all(names.map(async (name) => (await storage.stat(name)) !== null));
  t.same(await kept(), [true, false, false]);
  t.same(files.stats(), { deleted: 2, failed: 1 });
  t.match(log.saying('a loose file could not be deleted; trying again later'), [
    { name: first, reason: 'not permitted' },
  ]);
  stuck = false;
  await files.sweepAbandoned();
  t.same(await kept(), [false, false, false]);
  t.same(files.stats(), { deleted: 3, failed: 1 });
});

t.test('files that can never be deleted, however many, hold up no other', async (t) => {
  const stuck = Array.from({ length: 150 }, () => `stuck-${newId()}.mp3`);
  const files = new LooseFiles(
    db,
    storageThatKeeps((name) => name.startsWith('stuck')),
    logger,
  );
  await files.add(stuck);
  const good = await store();
  await files.add([good]);
  for (let sweep = 0; sweep < 2; sweep += 1) await files.sweepAbandoned(hours(7));
  t.equal(await storage.stat(good), null);
  await db.collection<{ _id: string }>('looseFiles').deleteMany({ _id: { $in: stuck } });
});

t.test('where even the list cannot be asked, that is told too, and the sweeper comes by later', async (t) => {
  const gone = await connectMongo({ uri: mongoUri });
  await gone.close();
  const log = captureLog();
  await new LooseFiles(gone.db, storage, log.logger).sweepQuietly(['a.mp3']);
  t.match(log.saying('loose files are left to the sweeper'), [{ names: ['a.mp3'] }]);
});

t.test('many sweepers and one claim agree', async (t) => {
  const names = await Promise.all(Array.from({ length: 20 }, store));
  await loose.add(names);
  const claims = names.map((name) =>
    inTransaction(client, (session) => loose.claim([name], session)).then(
      () => true,
      () => false,
    ),
  );
  const sweeps = [loose.sweep(names), loose.sweep(names.toReversed())];
  const claimed = await Promise.all(claims);
  await Promise.all(sweeps);
  const kept = await Promise.all(names.map(async (name) => (await storage.stat(name)) !== null));
  t.same(kept, claimed, 'a file is there exactly when it was claimed');
  t.ok((await filesBelow(directory)).length >= claimed.filter(Boolean).length);
});
