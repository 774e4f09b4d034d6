import { type FileHandle, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import t, { type Test } from 'tap';
import { errors } from '../../src/errors.ts';
import { FileWriter } from '../../src/storage/file-writer.ts';
import { LocalStorage, toStorageProblem } from '../../src/storage/local.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { filesBelow } from '../kit/files.ts';

async function temporary(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-storage-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('beginning');
  throw errors.STORAGE_UNAVAILABLE();
}

t.test('a failed upload leaves no file', async (t) => {
  const directory = await temporary(t);
  const staging = new UploadStaging(directory);
  await t.rejects(staging.receive(chunks('12345', '67890'), 9), { code: 'FILE_TOO_LARGE', status: 413 });
  await t.rejects(staging.receive(failing(), 100), { code: 'STORAGE_UNAVAILABLE' });
  t.same(await filesBelow(directory), []);
});

t.test('stops reading an upload at the size limit', async (t) => {
  const staging = new UploadStaging(await temporary(t));
  let read = 0;
  let closed = false;
  async function* endless(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        read += 1;
        yield Buffer.alloc(1000);
      }
    } finally {
      closed = true;
    }
  }
  await t.rejects(staging.receive(endless(), 5000), { code: 'FILE_TOO_LARGE' });
  t.equal(read, 6);
  t.ok(closed);
});

t.test('stops an upload when other files use up the free space during it', async (t) => {
  const directory = await temporary(t);
  const block = 1024 * 1024;
  let free = 100 * block;
  const staging = new UploadStaging(directory, 90 * block, async () => (free -= 2 * block));
  let read = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      read += 1;
      yield Buffer.alloc(block);
    }
  }
  await t.rejects(staging.receive(endless(), 1000 * block), { code: 'STORAGE_FULL', status: 507 });
  t.ok(read < 30, `${read} MiB were read`);
  t.same(await filesBelow(directory), []);
  await t.rejects(staging.requireSpace(1), { code: 'STORAGE_FULL' });
});

t.test('a received file has its size and hash, and can be discarded', async (t) => {
  const directory = await temporary(t);
  const { path, bytes, sha256, discard } = await new UploadStaging(directory).receive(chunks('ab', 'c'), 3);
  t.equal(await readFile(path, 'utf8'), 'abc');
  t.equal(bytes, 3);
  t.equal(sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await discard();
  await discard();
  t.same(await filesBelow(directory), []);
});

t.test('removes only files that were abandoned long ago', async (t) => {
  const directory = await temporary(t);
  const staging = new UploadStaging(directory);
  await writeFile(join(directory, 'old'), 'x');
  const hour = 60 * 60 * 1000;
  await staging.removeAbandoned(Date.now() + 23 * hour);
  t.equal((await filesBelow(directory)).length, 1);
  await staging.removeAbandoned(Date.now() + 25 * hour);
  t.same(await filesBelow(directory), []);
  await new UploadStaging(join(directory, 'missing')).removeAbandoned();
});

t.test('writes what comes in many parts, and in parts that the disk takes in steps', async (t) => {
  const directory = await temporary(t);
  const whole = Buffer.alloc(9 * 1024 * 1024, 'a long file ');
  const parts = Array.from({ length: 144 }, (_, n) => whole.subarray(n * 65_536, (n + 1) * 65_536));
  const file = await new UploadStaging(directory).receive(parts, whole.length);
  await file.flushed;
  t.equal(file.bytes, whole.length);
  t.ok(whole.equals(await readFile(file.path)));

  const written: Buffer[] = [];
  const take = (chunk: Buffer) => (written.push(chunk.subarray(0, 100_000)), Math.min(chunk.length, 100_000));
  const writer = new FileWriter({
    writev: async ([first]: Buffer[]) => ({ bytesWritten: take(first!) }),
    write: async (chunk: Buffer, offset: number) => ({ bytesWritten: take(chunk.subarray(offset)) }),
  } as unknown as FileHandle);
  for (const part of parts.slice(0, 10)) await writer.write(part);
  await writer.end();
  t.ok(Buffer.concat(written).equals(whole.subarray(0, 10 * 65_536)));
});

t.test('a flush that fails while bytes still come is reported at the end', async (t) => {
  let closed = 0;
  const writer = new FileWriter({
    writev: async ([first]: Buffer[]) => ({ bytesWritten: first!.length }),
    datasync: async () => Promise.reject(new Error('the disk is gone')),
    sync: async () => undefined,
    close: async () => void (closed += 1),
  } as unknown as FileHandle);
  for (let n = 0; n < 3; n += 1) await writer.write(Buffer.alloc(9 * 1024 * 1024));
  await writer.end();
  await t.rejects(writer.flush(), /the disk is gone/);
  t.equal(closed, 1);
});

t.test('a stored file can be read whole and in part, until it is deleted', async (t) => {
  const directory = await temporary(t);
  const storage = new LocalStorage(directory);
  const received = await new UploadStaging(storage.stagingDirectory).receive(chunks('0123456789'), 10);
  const name = `${newId()}.mp3`;
  t.same(await storage.put(name, received.path), { key: name, bytes: 10 });
  t.equal((await filesBelow(directory)).length, 1, 'moved, not copied');
  const text = async (range?: { start: number; end: number }) => {
    const read = await storage.open(name, range);
    if (read === null || Buffer.isBuffer(read)) return read?.toString() ?? null;
    return Buffer.concat((await read.toArray()) as Buffer[]).toString();
  };
  t.equal(await text(), '0123456789');
  t.equal(await text({ start: 2, end: 4 }), '234');
  t.same(await storage.stat(name), { bytes: 10 });
  await storage.delete(name);
  await storage.delete(name);
  t.equal(await text(), null);
  t.equal(await storage.stat(name), null);
});

t.test('refuses names that this service did not make', async (t) => {
  const storage = new LocalStorage(await temporary(t));
  for (const name of ['../../etc/passwd', '/etc/passwd', `${newId()}.mp3/../../x`, '', 'x', newId()]) {
    await t.rejects(storage.open(name), /not a valid name/);
    await t.rejects(storage.delete(name), /not a valid name/);
    await t.rejects(storage.put(name, '/nowhere'), /not a valid name/);
  }
});

t.test('reports a directory that cannot be used as unavailable', async (t) => {
  const directory = await temporary(t);
  await writeFile(join(directory, 'objects'), 'a file in its place');
  const storage = new LocalStorage(directory);
  const received = await new UploadStaging(storage.stagingDirectory).receive(chunks('x'), 1);
  await t.rejects(storage.put(`${newId()}.mp3`, received.path), { code: 'STORAGE_UNAVAILABLE', status: 503 });
  await t.rejects(storage.check());
});

t.test('distinguishes a full disk from a failing one', async (t) => {
  const fault = (code: string) => toStorageProblem(Object.assign(new Error(code), { code }));
  for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG'])
    t.match(fault(code), { code: 'STORAGE_FULL', status: 507 });
  for (const code of ['EIO', 'EROFS', 'EMFILE'])
    t.match(fault(code), { code: 'STORAGE_UNAVAILABLE', status: 503 });
  const own = errors.TRACK_NOT_FOUND();
  t.equal(toStorageProblem(own), own);
});
