import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { BulkheadRejectedError, bulkhead, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import ImageKit from 'imagekit';
import type { ImageKitAccount } from '../config.ts';
import { errors } from '../errors.ts';
import { call, deleteById, findByName } from './imagekit-api.ts';
import { requireFileName } from './names.ts';
import { rangeHeader, slice } from './ranges.ts';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

export interface ImageKitLimits {
  /** While it sends a file, the package needs about 1.6 times its size in memory, so both numbers bound the memory. */
  maxFileBytes: number;
  maxUploadsAtOnce: number;
  uploadTimeoutMs: number;
}

const FOLDER = '/downbeat';
const WAITING_UPLOADS = 16;
const LINK_SECONDS = 300;
const PICTURE = /\.(?:jpg|webp|avif)$/;

// A key is `<name>:<ImageKit's id>`: reading uses the name, deleting the id.
function parse(keyOrName: string): { name: string; fileId: string | null } {
  const [name = '', fileId = null] = keyOrName.split(':');
  return { name: requireFileName(name), fileId };
}

/**
 * Private files at ImageKit, read by URLs that are signed for each read. Clients never see these URLs: streams pass
 * through this service. The official package buffers whole files, hence the limits.
 */
export class ImageKitStorage implements Storage {
  readonly stagingDirectory: string;
  readonly maxFileBytes: number;
  readonly #account: ImageKitAccount;
  readonly #client: ImageKit;
  readonly #uploads;

  constructor(account: ImageKitAccount, limits: ImageKitLimits, stagingDirectory: string) {
    this.stagingDirectory = stagingDirectory;
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
    requireFileName(name);
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
      // The answer is not trusted: without an id the file could never be deleted.
      if (typeof fileId !== 'string' || typeof size !== 'number') throw new Error('no id');
      return { key: `${name}:${fileId}`, bytes: size };
    } catch (error) {
      const busy = error instanceof BulkheadRejectedError;
      // The package rejects with plain objects that may contain the request, so they are not logged.
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

  gatewayUrl(): null {
    return null;
  }

  localPath(): null {
    return null;
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
    // ImageKit optimises images by default; `orig-true` asks for the stored bytes.
    const original = PICTURE.test(name) ? { transformation: [{ original: 'true' }] } : {};
    return this.#client.url({
      path: `${FOLDER}/${name}`,
      signed: true,
      expireSeconds: LINK_SECONDS,
      ...original,
    });
  }
}
