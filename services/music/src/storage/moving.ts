import type { Readable } from 'node:stream';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

/**
 * Two storages while files move from one to the other: new files go to the current one, and what is not there yet is read
 * from the previous one. So nothing has to stand still, and the files that are left only become fewer.
 */
export class MovingStorage implements Storage {
  readonly #current: Storage;
  readonly #previous: Storage;

  constructor(current: Storage, previous: Storage) {
    this.#current = current;
    this.#previous = previous;
  }

  get stagingDirectory(): string {
    return this.#current.stagingDirectory;
  }

  get maxFileBytes(): number {
    return this.#current.maxFileBytes;
  }

  put(name: string, path: string): Promise<StoredFile> {
    return this.#current.put(name, path);
  }

  async open(key: string, range?: ByteRange): Promise<Readable | Buffer | null> {
    return (await this.#current.open(key, range)) ?? this.#previous.open(key, range);
  }

  /** Which of the two has a file is not known without asking, so the gateway leaves all files to this service. */
  gatewayUrl(): null {
    return null;
  }

  localPath(): null {
    return null;
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    return (await this.#current.stat(key)) ?? this.#previous.stat(key);
  }

  /** In both, so that the file is not moved after its deletion. The previous one first: from there it would be moved. */
  async delete(keyOrName: string): Promise<void> {
    await this.#previous.delete(keyOrName);
    await this.#current.delete(keyOrName);
  }

  async check(): Promise<void> {
    await Promise.all([this.#current.check(), this.#previous.check()]);
  }
}
