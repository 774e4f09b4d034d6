import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { fileTooLarge } from '@downbeat/shared/problem';
import { storageFault } from './faults.ts';

/** A file as it came from a client, on disk, checked and not stored yet. */
export interface ReceivedFile {
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Removes the file unless storage has taken it over. */
  discard: () => Promise<void>;
}

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

async function writeAll(
  handle: FileHandle,
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  maxBytes: number,
  part?: string,
) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw fileTooLarge(maxBytes, part);
    hash.update(chunk);
    for (let written = 0; written < chunk.length;) {
      written += (await handle.write(chunk, written)).bytesWritten;
    }
  }
  await handle.sync();
  return { bytes, sha256: hash.digest('hex') };
}

/** Receives uploads into a directory: at a steady pace, up to a limit, leaving nothing behind when one fails. */
export class Intake {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * @param part of the form, to be named when it is too large
   * @throws ProblemError FILE_TOO_LARGE, STORAGE_FULL, STORAGE_UNAVAILABLE, and whatever the source throws
   */
  async receive(
    source: AsyncIterable<Buffer> | Iterable<Buffer>,
    maxBytes: number,
    part?: string,
  ): Promise<ReceivedFile> {
    const path = join(this.#directory, newId());
    const discard = () => rm(path, { force: true });
    try {
      await mkdir(this.#directory, { recursive: true });
      const handle = await open(path, 'wx', 0o600);
      try {
        return { path, discard, ...(await writeAll(handle, source, maxBytes, part)) };
      } finally {
        await handle.close();
      }
    } catch (error) {
      await discard();
      throw storageFault(error);
    }
  }

  /** Removes what a killed process has left. Uploads under way are far younger. */
  async removeAbandoned(now = Date.now()): Promise<void> {
    const names = await readdir(this.#directory).catch(() => []);
    for (const name of names) {
      const path = join(this.#directory, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }
}
