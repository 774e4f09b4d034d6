import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes, inTransaction } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import t from 'tap';
import { LooseFiles, looseFileIndexes } from '../../src/storage/index.ts';
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
const loose = new LooseFiles(db, storage);
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

t.test('a file that cannot be deleted now is deleted later', async (t) => {
  const name = await store();
  let broken = true;
  const unreliable = new Proxy(storage, {
    get: (target, property) => {
      if (property === 'delete' && broken) return async () => Promise.reject(new Error('away'));
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const files = new LooseFiles(db, unreliable);
  await files.add([name]);
  await t.rejects(files.sweep([name]), /away/);
  t.ok(await storage.stat(name));
  broken = false;
  await files.sweepAbandoned();
  t.equal(await storage.stat(name), null);
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
