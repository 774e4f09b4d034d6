// What every storage does. S3 is a real server; ImageKit's is one of our own that speaks its protocol.
import { createHash, randomBytes } from 'node:crypto';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import t, { type Test } from 'tap';
import { ImageKitStorage } from '../../src/storage/imagekit.ts';
import { LocalStorage } from '../../src/storage/local.ts';
import { S3Storage } from '../../src/storage/s3.ts';
import type { ByteRange, Storage } from '../../src/storage/storage.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { skipS3, startS3 } from '../kit/s3-server.ts';

const MEBIBYTE = 1024 * 1024;
/** Over two limits of parts in S3, and a file of music. */
const LARGE = 17 * MEBIBYTE + 3;

const kinds: Readonly<Record<string, (t: Test, directory: string) => Promise<Storage>>> = {
  local: async (_t, directory) => new LocalStorage(directory),
  imagekit: async (t, directory) => {
    const { url, privateKey } = await startImageKit(t);
    const uploadEndpoint = `${url}/api/v1/files/upload`;
    const account = {
      ...{ publicKey: 'public', privateKey, urlEndpoint: `${url}/id` },
      ...{ uploadEndpoint, apiEndpoint: url },
    };
    const limits = { maxFileBytes: 50 * MEBIBYTE, maxUploadsAtOnce: 4, uploadTimeoutMs: 60_000 };
    return new ImageKitStorage(account, limits, join(directory, 'incoming'));
  },
  s3: async (t, directory) => new S3Storage(await startS3(t), 4, join(directory, 'incoming')),
};

async function start(t: Test, kind: string) {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-conformance-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const storage = await kinds[kind]!(t, directory);
  await storage.check();
  const put = async (bytes: Buffer, name = `${newId()}.mp3`) => {
    const path = join(directory, newId());
    await writeFile(path, bytes);
    return { path, ...(await storage.put(name, path)) };
  };
  const read = async (key: string, range?: ByteRange) => {
    const content = await storage.open(key, range);
    if (content === null || Buffer.isBuffer(content)) return content;
    return Buffer.concat((await content.toArray()) as Buffer[]);
  };
  return { directory, storage, put, read };
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

for (const kind of Object.keys(kinds)) {
  t.test(kind, { skip: kind === 's3' && skipS3 }, async (t) => {
    const { storage, put, read, directory } = await start(t, kind);

    await t.test('gives back what it was given, and takes the received file', async (t) => {
      for (const size of [0, 1, 1000, 300_000]) {
        const bytes = randomBytes(size);
        const { key, bytes: stored, path } = await put(bytes);
        t.equal(stored, size);
        t.same(await storage.stat(key), { bytes: size });
        t.ok(bytes.equals((await read(key))!), `${size} bytes`);
        await t.rejects(access(path), { code: 'ENOENT' });
      }
    });

    await t.test('reads ranges, of which both ends are included', async (t) => {
      const bytes = randomBytes(700_000);
      const { key } = await put(bytes);
      for (const [start, end] of [
        [0, 0],
        [0, 99],
        [699_999, 699_999],
        [1000, 299_999],
        [5, 699_998],
        [0, 699_999],
      ] as const) {
        const part = (await read(key, { start, end }))!;
        t.ok(bytes.subarray(start, end + 1).equals(part), `${start}-${end}: ${part.length} bytes`);
      }
    });

    await t.test('a large file is whole, and in ranges across its parts', async (t) => {
      const bytes = randomBytes(LARGE);
      const { key } = await put(bytes);
      t.same(await storage.stat(key), { bytes: LARGE });
      t.equal(sha256Of((await read(key))!), sha256Of(bytes));
      const [start, end] = [8 * MEBIBYTE - 10, 16 * MEBIBYTE + 10];
      t.ok(bytes.subarray(start, end + 1).equals((await read(key, { start, end }))!));
      await storage.delete(key);
      t.equal(await storage.stat(key), null);
    });

    await t.test('a file that is not there is null, and deleting it is no error', async (t) => {
      const { key } = await put(Buffer.from('x'));
      await storage.delete(key);
      await storage.delete(key);
      t.equal(await storage.open(key), null);
      t.equal(await storage.open(key, { start: 0, end: 9 }), null);
      t.equal(await storage.stat(key), null);
      await storage.delete(`${newId()}.mp3`);
    });

    await t.test('deletes by the name that was given', async (t) => {
      const name = `${newId()}.jpg`;
      const { key } = await put(Buffer.from('x'), name);
      await storage.delete(name);
      t.equal(await storage.stat(key), null);
    });

    await t.test('takes only names of ours', async (t) => {
      const path = join(directory, 'received');
      for (const name of [
        '',
        '../secret',
        'a/b.mp3',
        '.mp3',
        newId(),
        `${newId()}.mp3/..`,
        `${newId()}.MP3`,
      ]) {
        await writeFile(path, 'x');
        await t.rejects(storage.put(name, path), /not a valid name/, `put ${name}`);
        await t.rejects(async () => storage.open(name), /not a valid name/, `open ${name}`);
        await t.rejects(async () => storage.stat(name), /not a valid name/, `stat ${name}`);
        await t.rejects(async () => storage.delete(name), /not a valid name/, `delete ${name}`);
      }
    });

    await t.test('many at once do not mix', async (t) => {
      const files = Array.from({ length: 12 }, (_, index) => randomBytes(50_000 + index));
      const stored = await Promise.all(files.map((bytes) => put(bytes)));
      const back = await Promise.all(stored.map(({ key }) => read(key)));
      t.ok(files.every((bytes, index) => bytes.equals(back[index]!)));
      await Promise.all(stored.map(({ key }) => storage.delete(key)));
      t.same(await Promise.all(stored.map(({ key }) => storage.stat(key))), Array(12).fill(null));
    });

    await t.test('a reader that leaves does no harm', async (t) => {
      const bytes = randomBytes(3 * MEBIBYTE);
      const { key } = await put(bytes);
      for (let round = 0; round < 5; round += 1) {
        const content = await storage.open(key);
        if (content === null || Buffer.isBuffer(content)) throw new Error('no stream');
        for await (const chunk of content) if ((chunk as Buffer).length > 0) break;
        t.ok(content.destroyed);
      }
      t.ok(bytes.equals((await read(key))!));
    });

    await t.test('a put that fails leaves nothing', async (t) => {
      const name = `${newId()}.mp3`;
      await t.rejects(storage.put(name, join(directory, 'never received')), {
        code: 'STORAGE_UNAVAILABLE',
      });
      t.equal(await storage.stat(name), null);
    });

    await t.test('keeps no received files', async (t) => {
      const left = await readdir(directory);
      t.same(
        left.filter((name) => !['objects', 'incoming', 'received'].includes(name)),
        [],
      );
    });
  });
}
