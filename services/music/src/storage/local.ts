import { access, constants, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { errors } from '../errors.ts';
import { FileHandles } from './file-handles.ts';
import { nameInKey, requireFileName } from './names.ts';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The problem that answers a failed file operation; errors of another kind are returned unchanged. */
export function toStorageProblem(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (NO_SPACE.has(code)) return errors.STORAGE_FULL({ cause: error });
  return errors.STORAGE_UNAVAILABLE({ cause: error });
}

async function flushDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null for a file that does not exist. */
async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw toStorageProblem(error);
  }
}

/** A range of so many bytes is read at once; a longer one in parts of this size. */
const CHUNK_BYTES = 256 * 1024;

/** Fewer bytes at the end of the file. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

async function* chunksOf(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let position = start; position <= end;) {
    const chunk = await readAt(handle, position, Math.min(CHUNK_BYTES, end - position + 1));
    if (chunk.length === 0) return;
    position += chunk.length;
    yield chunk;
  }
}

/** Files in a local directory. A file appears whole or not at all: it is flushed to disk, then renamed. */
export class LocalStorage implements Storage {
  readonly stagingDirectory: string;
  readonly maxFileBytes = Number.MAX_SAFE_INTEGER;
  readonly #objects: string;
  readonly #gatewayPath: string;
  readonly #handles = new FileHandles();

  /** @param gatewayPath where the gateway has `<directory>/objects`; '' when it does not send files */
  constructor(directory: string, gatewayPath = '') {
    this.stagingDirectory = join(directory, 'incoming');
    this.#objects = join(directory, 'objects');
    this.#gatewayPath = gatewayPath;
  }

  gatewayUrl(key: string): string | null {
    return this.#gatewayPath === '' ? null : this.#gatewayPath + relative(this.#objects, this.#pathOf(key));
  }

  localPath(key: string): string {
    return this.#pathOf(key);
  }

  async put(name: string, path: string): Promise<StoredFile> {
    const target = this.#pathOf(requireFileName(name));
    try {
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      // The rename must survive a power failure too, not only the bytes.
      await flushDirectory(dirname(target));
      return { key: name, bytes: (await stat(target)).size };
    } catch (error) {
      await rm(target, { force: true }).catch(() => undefined);
      throw toStorageProblem(error);
    }
  }

  async open(key: string, range?: ByteRange): Promise<Readable | Buffer | null> {
    const file = await unlessMissing(this.#handles.acquire(this.#pathOf(key)));
    if (file === null) return null;
    const { handle, release } = file;
    const { start, end } = range ?? { start: 0, end: Infinity };
    if (end - start >= CHUNK_BYTES) {
      return Readable.from(chunksOf(handle, start, end), { objectMode: false }).once('close', release);
    }
    try {
      return await readAt(handle, start, end - start + 1);
    } catch (error) {
      throw toStorageProblem(error);
    } finally {
      release();
    }
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    const found = await unlessMissing(stat(this.#pathOf(key)));
    return found === null ? null : { bytes: found.size };
  }

  async delete(key: string): Promise<void> {
    try {
      await rm(this.#pathOf(key), { force: true });
      this.#handles.drop(this.#pathOf(key));
    } catch (error) {
      throw toStorageProblem(error);
    }
  }

  async check(): Promise<void> {
    await mkdir(this.#objects, { recursive: true });
    await access(this.#objects, constants.W_OK);
  }

  #pathOf(key: string): string {
    const name = nameInKey(key);
    // The last characters of a uuid v7 are random, so the directories fill evenly.
    const shard = name.slice(34, 36);
    return join(this.#objects, shard, name);
  }
}
