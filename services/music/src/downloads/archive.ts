import { PassThrough, type Readable } from 'node:stream';
import { type ReadStreamOptions, ZipFile } from 'yazl';
import { errors } from '../errors.ts';
import { asStream } from '../storage/ranges.ts';
import type { Storage } from '../storage/storage.ts';
import type { TrackFile } from '../tracks/repository.ts';
import type { ArchiveEntry } from './plan.ts';

/** An archive on its way to a client. */
export interface Archive {
  /** Its length, which is known because nothing is compressed. */
  bytes: number;
  /** Destroying it closes the stored file that is open. */
  stream: Readable;
}

const MODE = 0o100644;

async function openStored(storage: Storage, { key }: TrackFile): Promise<Readable> {
  const content = await storage.open(key);
  if (content === null) throw errors.STORAGE_UNAVAILABLE({ cause: new Error(`${key} is missing`) });
  return asStream(content);
}

/**
 * Puts files into a ZIP, one after the other, while the client reads. Each stored file is opened when it is its turn. An
 * error, also a file of another length than announced, ends the stream with it.
 */
export function createArchive(storage: Storage, entries: readonly ArchiveEntry[]): Archive {
  const zip = new ZipFile();
  const stream = zip.outputStream.pipe(new PassThrough());
  let current: Readable | null = null;
  const open = (file: TrackFile, done: (error: unknown, content: Readable) => void): void => {
    openStored(storage, file).then(
      (content) => {
        current = content;
        // The library listens to no errors of it, and an error without a listener would end the process.
        content.on('error', (error) => stream.destroy(error));
        if (stream.destroyed) content.destroy();
        else done(null, content);
      },
      // The library looks at the first argument only.
      (error: unknown) => stream.destroy(error instanceof Error ? error : new Error('a file failed')),
    );
  };
  zip.on('error', (error: Error) => stream.destroy(error));
  stream.once('close', () => current?.destroy());
  for (const entry of entries) addEntry(zip, entry, open);
  return { bytes: endOf(zip), stream };
}

/** The length of an archive, of which no file is opened. */
export function lengthOf(entries: readonly ArchiveEntry[]): number {
  const zip = new ZipFile();
  for (const entry of entries) addEntry(zip, entry, () => undefined);
  return endOf(zip);
}

type Open = (file: TrackFile, done: (error: unknown, content: Readable) => void) => void;

function addEntry(zip: ZipFile, entry: ArchiveEntry, open: Open): void {
  const options = { mtime: entry.modifiedAt, mode: MODE, compress: false };
  if ('text' in entry) {
    zip.addBuffer(Buffer.from(entry.text), entry.name, options);
    return;
  }
  const { file } = entry;
  const sized: Partial<ReadStreamOptions> = { ...options, size: file.bytes };
  zip.addReadStreamLazy(entry.name, sized, (done) => open(file, done));
}

/** Says that nothing follows. The length is known at once, because that of each entry is. */
function endOf(zip: ZipFile): number {
  let bytes = -1;
  // The types of the library have the callback without its argument.
  const end = zip.end.bind(zip) as (options: object, done: (size: number) => void) => void;
  // Forced, because the library announces the longer end for a directory of 65,535 bytes and more, but does not write it.
  end({ forceZip64Format: true }, (size) => {
    bytes = size;
  });
  if (bytes < 0) throw new Error('the length of an archive is not known');
  return bytes;
}
