import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { ImageKitStorage, type ImageKitLimits } from '../../src/storage/imagekit.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { filesBelow } from '../kit/files.ts';
import { startImageKit } from '../kit/imagekit-server.ts';

const unavailable = { code: 'STORAGE_UNAVAILABLE', status: 503 };

async function start(t: Test, limits: Partial<ImageKitLimits> = {}) {
  const server = await startImageKit(t);
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-imagekit-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const account = {
    publicKey: 'public_for_tests',
    privateKey: server.privateKey,
    urlEndpoint: `${server.url}/id`,
    uploadEndpoint: `${server.url}/api/v1/files/upload`,
    apiEndpoint: server.url,
  };
  const all = { maxFileBytes: 1000, maxUploadsAtOnce: 2, uploadTimeoutMs: 10_000, ...limits };
  const storage = new ImageKitStorage(account, all, directory);
  const staging = new UploadStaging(directory);
  const putBy = async (target: ImageKitStorage, text: string, name = `${newId()}.mp3`) => {
    const { path } = await staging.receive([Buffer.from(text)], 1000);
    return target.put(name, path);
  };
  const put = (text: string, name?: string) => putBy(storage, text, name);
  const read = async (key: string, range?: { start: number; end: number }) => {
    const stream = await storage.open(key, range);
    return stream === null ? null : Buffer.concat((await stream.toArray()) as Buffer[]).toString();
  };
  return { server, directory, account, storage, put, putBy, read };
}

t.test('a refused upload leaves nothing, and its error does not contain the private key', async (t) => {
  const { server, directory, put } = await start(t);
  server.fault = 'refuse-upload';
  const error = await put('x').catch((error: unknown) => error);
  t.match(error, unavailable);
  t.notMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), server.privateKey);
  t.same(await filesBelow(directory), []);
  t.equal(server.files.size, 0);
});

t.test('reports an unreachable, slow or failing server as unavailable', async (t) => {
  const { server, account, directory, storage, put, putBy, read } = await start(t);
  const { key } = await put('x');
  server.fault = 'refuse-read';
  await t.rejects(read(key), unavailable);
  await t.rejects(storage.stat(key), unavailable);
  server.fault = 'refuse-delete';
  await t.rejects(storage.delete(key), unavailable);
  server.fault = 'none';
  const { promise, resolve } = Promise.withResolvers();
  server.uploadBarrier = promise;
  const limits = { maxFileBytes: 9, maxUploadsAtOnce: 1, uploadTimeoutMs: 5000 };
  const impatient = new ImageKitStorage(account, { ...limits, uploadTimeoutMs: 100 }, directory);
  await t.rejects(putBy(impatient, 'late'), unavailable);
  resolve(undefined);
  const nowhere = { ...account, urlEndpoint: 'http://127.0.0.1:1/id', apiEndpoint: 'http://127.0.0.1:1' };
  const away = new ImageKitStorage(nowhere, limits, directory);
  await t.rejects(away.open(key), unavailable);
  await t.rejects(away.stat(key), unavailable);
  await t.rejects(away.delete(key), unavailable);
  await t.rejects(away.check(), unavailable);
});

t.test('does not treat an unexpected answer as a success', async (t) => {
  const { server, directory, storage, put, read } = await start(t);
  server.fault = 'upload-without-id';
  await t.rejects(put('x'), unavailable, 'the file could not be deleted later');
  t.same(await filesBelow(directory), []);
  const name = `${newId()}.mp3`;
  server.fault = 'none';
  const { key } = await put('y', name);
  for (const fault of ['list-a-page', 'list-an-object'] as const) {
    server.fault = fault;
    await t.rejects(storage.delete(name), unavailable, fault);
    await t.rejects(storage.check(), unavailable, fault);
  }
  t.ok(server.files.has(name), 'the file is still there');
  server.fault = 'redirect-read';
  await t.rejects(read(key), unavailable, 'does not follow a redirect');
  await t.rejects(storage.stat(key), unavailable);
});

t.test('an interrupted read ends with an error', async (t) => {
  const { server, put, read } = await start(t);
  const { key } = await put('0123456789'.repeat(100));
  server.fault = 'break-read';
  await t.rejects(read(key));
  await t.rejects(read(key, { start: 0, end: 999 }));
  t.equal(await read(key, { start: 0, end: 9 }), '0123456789', 'a range that was complete succeeds');
});

t.test('limits parallel uploads, and refuses those beyond the queue', async (t) => {
  const { server, directory, put } = await start(t, { maxUploadsAtOnce: 2 });
  const { promise, resolve } = Promise.withResolvers();
  server.uploadBarrier = promise;
  let refused = 0;
  const uploads = Array.from({ length: 30 }, (_, index) =>
    put(`file ${index}`).then(
      () => 'stored',
      (error: unknown) => {
        refused += 1;
        return (error as { code: string }).code;
      },
    ),
  );
  await waitFor('the uploads beyond the queue to be refused', () => refused === 12);
  t.equal((await filesBelow(directory)).length, 18);
  resolve(undefined);
  const outcomes = await Promise.all(uploads);
  t.equal(outcomes.filter((outcome) => outcome === 'stored').length, 18, '2 in parallel and 16 waiting');
  t.equal(outcomes.filter((outcome) => outcome === 'STORAGE_UNAVAILABLE').length, 12);
  t.equal(server.maxParallelUploads, 2);
  t.same(await filesBelow(directory), []);
});

t.test('a stored file is private, and can be read whole or in part', async (t) => {
  const { server, storage, put, read } = await start(t);
  const name = `${newId()}.mp3`;
  const { key, bytes } = await put('0123456789', name);
  t.equal(bytes, 10);
  t.match(key, `${name}:`);
  t.equal((await fetch(`${server.url}/id/downbeat/${name}`)).status, 401, 'not without a signature');
  t.equal(await read(key), '0123456789');
  t.equal(await read(key, { start: 2, end: 4 }), '234');
  server.fault = 'ignore-range';
  t.equal(await read(key, { start: 2, end: 4 }), '234', 'also when the server ignores the range');
  t.equal(await read(key, { start: 9, end: 9 }), '9');
  t.same(await storage.stat(key), { bytes: 10 });
});

t.test('deletes a file by its key, or by its name when the key is unknown', async (t) => {
  const { server, storage, put, read } = await start(t);
  const [first, second] = [await put('a', `${newId()}.mp3`), `${newId()}.jpg`];
  await put('b', second);
  await storage.delete(first.key);
  await storage.delete(first.key);
  t.equal(await read(first.key), null);
  t.equal(await storage.stat(first.key), null);
  await storage.delete(second);
  await storage.delete(second);
  t.equal(server.files.size, 0);
});
