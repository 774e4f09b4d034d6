import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { BulkheadRejectedError, bulkhead, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import ImageKit from 'imagekit';
import { errors } from '../errors.ts';
import type { ImageKitAccount } from './imagekit-account.ts';
import { call, deleteById, findByName, rangeHeader } from './imagekit-api.ts';
import { slice } from './slice.ts';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

export interface ImageKitLimits {
  /** The package holds a file about 1.6 times in memory while it sends it, so both numbers bound the memory. */
  maxFileBytes: number;
  maxUploadsAtOnce: number;
  uploadTimeoutMs: number;
}

const FOLDER = '/downbeat';
const WAITING_UPLOADS = 16;
const LINK_SECONDS = 300;

// A key is `<name>:<ImageKit's id>`: reading goes by name, deleting by id.
function parse(keyOrName: string): { name: string; fileId: string | null } {
  const [name = '', fileId = null] = keyOrName.split(':');
  return { name, fileId };
}

/**
 * Files at ImageKit, private, reached by links that are signed for each read. Clients never see them: streams pass
 * through this service. The official package buffers a file whole, hence the limits.
 */
export class ImageKitStorage implements Storage {
  readonly intakeDirectory: string;
  readonly maxFileBytes: number;
  readonly #account: ImageKitAccount;
  readonly #client: ImageKit;
  readonly #uploads;

  constructor(account: ImageKitAccount, limits: ImageKitLimits, intakeDirectory: string) {
    this.intakeDirectory = intakeDirectory;
    this.maxFileBytes = limits.maxFileBytes;
    this.#account = account;
    const { publicKey, privateKey, urlEndpoint, uploadEndpoint } = account;
    this.#client = new ImageKit({ publicKey, privateKey, urlEndpoint, uploadEndpoint });
    this.#uploads = wrap(
      bulkhead(limits.maxUploadsAtOnce, WAITING_UPLOADS),
      timeout(limits.uploadTimeoutMs, TimeoutStrategy.Aggressive),
    );
  }

  async put(name: string, path: string): Promise<StoredFile> {
    try {
      const { fileId, size } = await this.#uploads.execute(() =>
        this.#client.upload({
          file: createReadStream(path),
          fileName: name,
          folder: FOLDER,
          useUniqueFileName: false,
          isPrivateFile: true,
        }),
      );
      // What comes back is theirs; without an id nobody could ever delete the file.
      if (typeof fileId !== 'string' || typeof size !== 'number') throw new Error('no id');
      return { key: `${name}:${fileId}`, bytes: size };
    } catch (error) {
      const busy = error instanceof BulkheadRejectedError;
      // The package rejects with plain objects, which may repeat the request; only the fact is kept.
      const cause = new Error(busy ? 'too many uploads at once' : 'ImageKit did not take the file');
      throw errors.STORAGE_UNAVAILABLE({ cause });
    } finally {
      await rm(path, { force: true });
    }
  }

  async open(key: string, range?: ByteRange): Promise<Readable | null> {
    const response = await call(this.#link(key), { headers: rangeHeader(range) });
    if (response.ok && response.body !== null) {
      const body = Readable.fromWeb(response.body);
      if (range === undefined || response.status === 206) return body;
      return pipeline(body, slice(range), () => undefined);
    }
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw errors.STORAGE_UNAVAILABLE({ cause: new Error(`ImageKit answered ${response.status}`) });
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    const response = await call(this.#link(key), { method: 'HEAD' });
    if (response.status === 404) return null;
    if (!response.ok) throw errors.STORAGE_UNAVAILABLE({ cause: new Error(`status ${response.status}`) });
    return { bytes: Number(response.headers.get('content-length')) };
  }

  async delete(keyOrName: string): Promise<void> {
    const { name, fileId } = parse(keyOrName);
    const ids = fileId === null ? await findByName(this.#account, name) : [fileId];
    for (const id of ids) await deleteById(this.#account, id);
  }

  async check(): Promise<void> {
    await findByName(this.#account, 'readiness');
  }

  #link(key: string): string {
    const { name } = parse(key);
    // Images would be optimised on the way; `orig-true` asks for the bytes that we stored.
    const original = name.endsWith('.jpg') ? { transformation: [{ original: 'true' }] } : {};
    return this.#client.url({
      path: `${FOLDER}/${name}`,
      signed: true,
      expireSeconds: LINK_SECONDS,
      ...original,
    });
  }
}
