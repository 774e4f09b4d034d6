import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf, storageFault } from './faults.ts';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

const OUR_NAME = /^[0-9a-f-]{36}\.[a-z0-9]{2,4}$/;

async function flushDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw storageFault(error);
  }
}

/** Files in a directory of this machine. A file appears whole or not at all: it is flushed, then renamed. */
export class LocalStorage implements Storage {
  readonly intakeDirectory: string;
  readonly maxFileBytes = Number.MAX_SAFE_INTEGER;
  readonly #objects: string;

  constructor(directory: string) {
    this.intakeDirectory = join(directory, 'incoming');
    this.#objects = join(directory, 'objects');
  }

  async put(name: string, path: string): Promise<StoredFile> {
    const target = this.#pathOf(name);
    try {
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      // The rename itself must survive a power cut, not only the bytes.
      await flushDirectory(dirname(target));
      return { key: name, bytes: (await stat(target)).size };
    } catch (error) {
      await rm(target, { force: true }).catch(() => undefined);
      throw storageFault(error);
    }
  }

  async open(key: string, range?: ByteRange): Promise<Readable | null> {
    const handle = await unlessMissing(open(this.#pathOf(key), 'r'));
    return handle === null ? null : handle.createReadStream({ ...range });
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    const found = await unlessMissing(stat(this.#pathOf(key)));
    return found === null ? null : { bytes: found.size };
  }

  async delete(key: string): Promise<void> {
    try {
      await rm(this.#pathOf(key), { force: true });
    } catch (error) {
      throw storageFault(error);
    }
  }

  async check(): Promise<void> {
    await mkdir(this.#objects, { recursive: true });
    await access(this.#objects, constants.W_OK);
  }

  #pathOf(name: string): string {
    if (!OUR_NAME.test(name)) throw new Error('not a name that storage has given');
    // The last characters of a uuid v7 are random, so directories fill evenly.
    const shard = name.slice(34, 36);
    return join(this.#objects, shard, name);
  }
}
