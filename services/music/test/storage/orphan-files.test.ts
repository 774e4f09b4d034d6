import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { captureLog, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import t from 'tap';
import { LocalStorage } from '../../src/storage/local.ts';
import { OrphanFiles, orphanFileIndexes, startSweeper } from '../../src/storage/orphan-files.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { UploadStaging } from '../../src/storage/upload-staging.ts';
import { filesBelow } from '../kit/files.ts';

const { mongoUri } = await testBackends(t, { rabbit: false });
const mongo = await connectMongo({ uri: mongoUri });
t.teardown(() => mongo.close());
const { client, db } = mongo;
await ensureIndexes(db, orphanFileIndexes);
const directory = await mkdtemp(join(tmpdir(), 'downbeat-orphans-'));
t.teardown(() => rm(directory, { recursive: true }));
const storage = new LocalStorage(directory);
const { logger } = captureLog();
const orphanFiles = new OrphanFiles(db, storage, logger);

/** Sweeps as if so many hours had passed. */
async function sweepAfter(hours: number, files = orphanFiles): Promise<void> {
  const passed = { $subtract: ['$since', hours * 60 * 60 * 1000] };
  await db.collection('looseFiles').updateMany({}, [{ $set: { since: passed } }]);
  await files.sweepAbandoned();
}

async function store(): Promise<string> {
  const name = `${newId()}.mp3`;
  const path = join(directory, name);
  await writeFile(path, 'x');
  await storage.put(name, path);
  return name;
}

t.test('deletes the file of an unfinished upload after six hours', async (t) => {
  const name = await store();
  await orphanFiles.add([name]);
  await sweepAfter(5);
  t.ok(await storage.stat(name), 'the upload may still be running');
  await sweepAfter(2);
  t.equal(await storage.stat(name), null);
  t.equal(await db.collection('looseFiles').countDocuments(), 0);
});

t.test('never deletes a claimed file', async (t) => {
  const name = await store();
  await orphanFiles.add([name]);
  await inTransaction(client, (session) => orphanFiles.claim([name], session));
  await orphanFiles.sweep([name]);
  await sweepAfter(100);
  t.ok(await storage.stat(name));
});

t.test('a rolled back claim has no effect', async (t) => {
  const name = await store();
  await orphanFiles.add([name]);
  const failed = inTransaction(client, async (session) => {
    await orphanFiles.claim([name], session);
    throw new Error('something else went wrong');
  });
  await t.rejects(failed, /something else/);
  await orphanFiles.sweep([name]);
  t.equal(await storage.stat(name), null);
});

t.test('refuses to claim a file that is being deleted or was never recorded', async (t) => {
  const name = await store();
  await orphanFiles.add([name]);
  await orphanFiles.sweep([name]);
  const claim = (names: string[]) => inTransaction(client, (session) => orphanFiles.claim(names, session));
  await t.rejects(claim([name]), /deleted before/);
  const [known, unknown] = [await store(), `${newId()}.mp3`];
  await orphanFiles.add([known]);
  await t.rejects(claim([known, unknown]), /deleted before/);
  await orphanFiles.sweep([known]);
});

/** The storage, except that deleting fails for the files for which `isStuck`. */
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

async function countsOf({ deletions }: OrphanFiles): Promise<Record<string, number>> {
  const { values } = await deletions.get();
  return Object.fromEntries(
    values.map(({ labels, value }): [string, number] => [String(labels.outcome), value]),
  );
}

t.test('logs a failed deletion, goes on with the other files, and deletes the file later', async (t) => {
  const names = await Promise.all(Array.from({ length: 3 }, store));
  const [first] = names;
  let stuck = true;
  const log = captureLog();
  const files = new OrphanFiles(
    db,
    storageThatKeeps((name) => stuck && name === first),
    log.logger,
  );
  await files.add(names);
  await files.sweep(names);
  const kept = async () => Promise.all(names.map(async (name) => (await storage.stat(name)) !== null));
  t.same(await kept(), [true, false, false]);
  t.same(await countsOf(files), { deleted: 2, failed: 1 });
  t.match(log.withMessage('an orphan file could not be deleted; trying again later'), [
    { name: first, reason: 'not permitted' },
  ]);
  stuck = false;
  await files.sweepAbandoned();
  t.same(await kept(), [false, false, false]);
  t.same(await countsOf(files), { deleted: 3, failed: 1 });
});

t.test('files that can never be deleted do not block the others', async (t) => {
  const stuck = Array.from({ length: 150 }, () => `stuck-${newId()}.mp3`);
  const files = new OrphanFiles(
    db,
    storageThatKeeps((name) => name.startsWith('stuck')),
    logger,
  );
  await files.add(stuck);
  const good = await store();
  await files.add([good]);
  for (let sweep = 0; sweep < 2; sweep += 1) await sweepAfter(7, files);
  t.equal(await storage.stat(good), null);
  await db.collection<{ _id: string }>('looseFiles').deleteMany({ _id: { $in: stuck } });
});

t.test('logs when the database cannot be reached, and leaves the files to the sweeper', async (t) => {
  const gone = await connectMongo({ uri: mongoUri });
  await gone.close();
  const log = captureLog();
  await new OrphanFiles(gone.db, storage, log.logger).sweepQuietly(['a.mp3']);
  t.match(log.withMessage('orphan files are left to the sweeper'), [{ names: ['a.mp3'] }]);
});

t.test('parallel sweeps and claims agree on each file', async (t) => {
  const names = await Promise.all(Array.from({ length: 20 }, store));
  await orphanFiles.add(names);
  const claims = names.map((name) =>
    inTransaction(client, (session) => orphanFiles.claim([name], session)).then(
      () => true,
      () => false,
    ),
  );
  const sweeps = [orphanFiles.sweep(names), orphanFiles.sweep(names.toReversed())];
  const claimed = await Promise.all(claims);
  await Promise.all(sweeps);
  const kept = await Promise.all(names.map(async (name) => (await storage.stat(name)) !== null));
  t.same(kept, claimed, 'a file exists exactly when it was claimed');
  t.ok((await filesBelow(directory)).length >= claimed.filter(Boolean).length);
});

type SweeperWork = Pick<OrphanFiles, 'sweepAbandoned'> & Pick<UploadStaging, 'removeAbandoned'>;

function sweeperOf(work: SweeperWork) {
  const warnings: object[] = [];
  const logger = { warn: (fields: object) => void warnings.push(fields) };
  return { warnings, stop: startSweeper(work, work, logger) };
}

t.test('the sweeper logs an error and keeps running', async (t) => {
  const away = new Error('away');
  const { warnings, stop } = sweeperOf({
    sweepAbandoned: async () => Promise.reject(away),
    removeAbandoned: async () => void t.fail('must not run after the failure'),
  });
  await waitFor('a warning', () => warnings.length > 0);
  t.same(warnings, [{ err: away }]);
  await stop();
});

t.test('the sweeper starts at once, and stopping it waits for the current sweep', async (t) => {
  const [begun, barrier] = [Promise.withResolvers(), Promise.withResolvers()];
  const done: string[] = [];
  const { warnings, stop } = sweeperOf({
    sweepAbandoned: async () => {
      begun.resolve(undefined);
      await barrier.promise;
      done.push('orphan files');
    },
    removeAbandoned: async () => void done.push('staging'),
  });
  await begun.promise;
  const stopped = stop().then(() => done.push('stopped'));
  barrier.resolve(undefined);
  await stopped;
  t.same(done, ['orphan files', 'staging', 'stopped']);
  t.same(warnings, []);
});
