import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTooLarge } from '@downbeat/shared/errors';
import { newId } from '@downbeat/shared/ids';
import { errors } from '../errors.ts';
import { FileWriter } from './file-writer.ts';
import { toStorageProblem } from './local.ts';

/** A file from a client, on disk, not stored yet. */
export interface ReceivedFile {
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Settles when the file is on the disk; until then it can be read, but would not survive a power failure. */
  flushed: Promise<void>;
  /** Removes the file unless storage has taken it. */
  discard: () => Promise<void>;
}

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;
/** Free space is read again after so many bytes of a file, because other uploads use it up too. */
const SPACE_CHECK_BYTES = 4 * 1024 * 1024;

/** The bytes that a process without privileges can still write on the disk of a directory. */
async function readFreeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

type Source = AsyncIterable<Buffer> | Iterable<Buffer>;

/**
 * Hashes and writes in one pass.
 * @param beforeBytes called with the number of bytes that are written next, before they are
 */
async function writeAll(writer: FileWriter, source: Source, beforeBytes: (bytes: number) => Promise<void>) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    await beforeBytes(chunk.length);
    bytes += chunk.length;
    hash.update(chunk);
    await writer.write(chunk);
  }
  await writer.end();
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Receives uploads into a directory, up to a size limit, and as long as the disk has its reserve of free space. A failed
 * upload leaves no file.
 */
export class UploadStaging {
  readonly #directory: string;
  readonly #reserveBytes: number;
  readonly #freeBytes: (directory: string) => Promise<number>;

  constructor(directory: string, reserveBytes = 0, freeBytes = readFreeBytes) {
    this.#directory = directory;
    this.#reserveBytes = reserveBytes;
    this.#freeBytes = freeBytes;
  }

  /** @throws ProblemError STORAGE_FULL when so many bytes more would use up the reserve of free space */
  async requireSpace(bytes: number): Promise<void> {
    if (this.#reserveBytes === 0) return;
    await mkdir(this.#directory, { recursive: true });
    if ((await this.#freeBytes(this.#directory)) - bytes < this.#reserveBytes) throw errors.STORAGE_FULL();
  }

  #limit(maxBytes: number, part?: string): (bytes: number) => Promise<void> {
    let total = 0;
    let checkAt = 0;
    return async (bytes) => {
      total += bytes;
      if (total > maxBytes) throw fileTooLarge(maxBytes, part);
      if (total < checkAt) return;
      checkAt = total + SPACE_CHECK_BYTES;
      await this.requireSpace(bytes);
    };
  }

  /**
   * @param part the form part to name when the file is too large
   * @throws ProblemError FILE_TOO_LARGE, STORAGE_FULL, STORAGE_UNAVAILABLE; and what the source throws
   */
  async receive(source: Source, maxBytes: number, part?: string): Promise<ReceivedFile> {
    const path = join(this.#directory, newId());
    const remove = () => rm(path, { force: true });
    try {
      await mkdir(this.#directory, { recursive: true });
      const writer = new FileWriter(await open(path, 'wx', 0o600));
      const received = await writeAll(writer, source, this.#limit(maxBytes, part)).catch(
        async (error: unknown) => {
          await writer.abort();
          throw error;
        },
      );
      const flushed = writer.flush().catch((error: unknown) => {
        throw toStorageProblem(error);
      });
      const discard = () => flushed.catch(() => undefined).then(remove);
      // Storage reports it, unless the upload is refused before.
      flushed.catch(() => undefined);
      return { path, ...received, flushed, discard };
    } catch (error) {
      await remove();
      throw toStorageProblem(error);
    }
  }

  /** Where a program of this service may write a file, which it then flushes, and removes unless storage takes it. */
  async newPath(): Promise<string> {
    await mkdir(this.#directory, { recursive: true });
    return join(this.#directory, newId());
  }

  /**
   * Hashes a file at such a path, and brings it to the disk.
   * @throws ProblemError STORAGE_FULL, STORAGE_UNAVAILABLE
   */
  async flush(path: string): Promise<{ sha256: string }> {
    try {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
      const handle = await open(path, 'r+');
      await handle.sync().finally(() => handle.close());
      return { sha256: hash.digest('hex') };
    } catch (error) {
      throw toStorageProblem(error);
    }
  }

  /** Nothing happens when storage has taken it. */
  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Removes the files of a killed process. No running upload is that old. */
  async removeAbandoned(now = Date.now()): Promise<void> {
    const names = await readdir(this.#directory).catch(() => []);
    for (const name of names) {
      const path = join(this.#directory, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }
}
