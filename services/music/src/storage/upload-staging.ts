import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTooLarge } from '@downbeat/shared/errors';
import { newId } from '@downbeat/shared/ids';
import { toStorageProblem } from './local.ts';

/** A file from a client, on disk, not stored yet. */
export interface ReceivedFile {
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Removes the file unless storage has taken it. */
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

/** Receives uploads into a directory, up to a size limit. A failed upload leaves no file. */
export class UploadStaging {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * @param part the form part to name when the file is too large
   * @throws ProblemError FILE_TOO_LARGE, STORAGE_FULL, STORAGE_UNAVAILABLE; and what the source throws
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
      throw toStorageProblem(error);
    }
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
