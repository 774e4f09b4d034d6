// The stream of an archive: its announced length, and files that fail while they are read.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { createArchive, lengthOf } from '../../src/downloads/archive.ts';
import type { ArchiveEntry } from '../../src/downloads/plan.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { unzip } from './kit.ts';

const MODIFIED = new Date('2026-01-02T03:04:05Z');
const opening = (open: Storage['open']): Storage => ({ open }) as unknown as Storage;
const entriesOf = (count: number, bytes: number): ArchiveEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${String(index).padStart(4, '0')} - an artist - a title that is rather long.mp3`,
    modifiedAt: MODIFIED,
    file: { key: String(index), bytes, sha256: '' },
  }));

t.test('has the announced length, with few entries and with many', async (t) => {
  const storage = opening(async (key) => Buffer.from(key.padStart(4, '0')));
  for (const count of [0, 3, 1_000]) {
    const archive = createArchive(storage, entriesOf(count, 4));
    const bytes = await buffer(archive.stream);
    t.equal(bytes.length, archive.bytes, `${count} entries`);
    t.equal(lengthOf(entriesOf(count, 4)), archive.bytes, 'known without opening a file');
    t.equal((await unzip(t, bytes)).length, count);
  }
});

t.test('an error in the middle of a file ends the stream with it', async (t) => {
  let opened = 0;
  const storage = opening(async () => {
    opened += 1;
    return Readable.from(
      (async function* () {
        yield Buffer.alloc(2);
        throw new Error('the connection to the storage was lost');
      })(),
    );
  });
  const { stream } = createArchive(storage, entriesOf(2, 4));
  await t.rejects(buffer(stream), { message: 'the connection to the storage was lost' });
  t.equal(opened, 1, 'nothing further is opened');
});

t.test('a client that has left while a file is opened closes it, whatever happens to it then', async (t) => {
  const content = new Readable({ read: () => undefined });
  const { promise, resolve } = Promise.withResolvers<Readable>();
  const { stream } = createArchive(
    opening(() => promise),
    entriesOf(1, 4),
  );
  stream.resume().destroy();
  resolve(content);
  await new Promise((closed) => content.once('close', closed));
  content.emit('error', new Error('too late'));
  t.ok(content.destroyed);
});
