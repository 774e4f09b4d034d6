import { open, rm, stat } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { S3Account } from '../config.ts';
import { errors } from '../errors.ts';
import { toStorageProblem } from './local.ts';
import { isFileName, nameInKey, requireFileName } from './names.ts';
import { rangeHeader, slice } from './ranges.ts';
import { S3Api, type S3Limits } from './s3-api.ts';
import { completionOf, elementOf, partialUploadsIn } from './s3-xml.ts';
import type { ByteRange, Storage, StoredFile } from './storage.ts';

/**
 * S3 wants at least 5 MiB in each part but the last. Each upload reads one part at a time; with the copies of `fetch` that are
 * not collected yet it takes up to six times as much memory.
 */
const PART_BYTES = 8 * 1024 * 1024;
const MAX_PARTS = 10_000;
const WAITING_UPLOADS = 16;
const ONCE = 1;

export const S3_LIMITS: S3Limits = { answerMs: 4_000, uploadMs: 60_000, attempts: 4, pauseMs: 200 };

/** Private files in a bucket of S3, or of a server that speaks its protocol. Clients never see its URLs. */
export class S3Storage implements Storage {
  readonly stagingDirectory: string;
  readonly maxFileBytes = PART_BYTES * MAX_PARTS;
  readonly #api: S3Api;
  readonly #uploads: BulkheadPolicy;

  /** @param maxUploadsAtOnce bounds the memory */
  constructor(
    account: S3Account,
    maxUploadsAtOnce: number,
    stagingDirectory: string,
    limits: S3Limits = S3_LIMITS,
  ) {
    this.stagingDirectory = stagingDirectory;
    this.#api = new S3Api(account, limits);
    this.#uploads = bulkhead(maxUploadsAtOnce, WAITING_UPLOADS);
  }

  async put(name: string, path: string): Promise<StoredFile> {
    requireFileName(name);
    try {
      const bytes = await this.#uploads.execute(() => this.#upload(name, path));
      return { key: name, bytes };
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw toStorageProblem(error);
      throw errors.STORAGE_UNAVAILABLE({ cause: new Error('too many uploads at once') });
    } finally {
      await rm(path, { force: true });
    }
  }

  async #upload(name: string, path: string): Promise<number> {
    const { size } = await stat(path);
    try {
      if (size <= PART_BYTES) await this.#uploadWhole(name, path, size);
      else await this.#uploadParts(name, path, size);
    } catch (error) {
      // The server may have stored it, and only its answer was lost. If this fails too, the sweeper does it later.
      await this.delete(name).catch(() => undefined);
      throw error;
    }
    return size;
  }

  async #uploadWhole(name: string, path: string, size: number): Promise<void> {
    for await (const body of partsOf(path, size)) {
      const response = await this.#api.send({ method: 'PUT', name, body, isUpload: true });
      await response.body?.cancel();
    }
  }

  async #uploadParts(name: string, path: string, size: number): Promise<void> {
    const begun = await this.#api.text({ method: 'POST', name, query: { uploads: '' } });
    const uploadId = elementOf(begun, 'UploadId');
    if (uploadId === null) throw errors.STORAGE_UNAVAILABLE({ cause: new Error('S3 gave no upload id') });
    const etags: string[] = [];
    for await (const body of partsOf(path, size)) {
      const query = { partNumber: String(etags.length + 1), uploadId };
      const response = await this.#api.send({ method: 'PUT', name, query, body, isUpload: true });
      await response.body?.cancel();
      etags.push(response.headers.get('etag') ?? '');
    }
    await this.#complete(name, { uploadId, etags, size });
    // When the answer to the first request was lost, the second attempt has begun another upload.
    await this.#endPartialUploads(name).catch(() => undefined);
  }

  /** A second attempt can find that the first has succeeded, although its answer was lost. */
  async #complete(name: string, { uploadId, etags, size }: CompletedUpload): Promise<void> {
    const body = Buffer.from(completionOf(etags));
    try {
      await this.#api.text({ method: 'POST', name, query: { uploadId }, body, isUpload: true });
    } catch (error) {
      const stored = await this.stat(name);
      if (stored?.bytes !== size) throw error;
    }
  }

  async open(key: string, range?: ByteRange): Promise<Readable | null> {
    const response = await this.#api.send({
      ...{ method: 'GET', name: nameInKey(key), headers: rangeHeader(range) },
      accepts: [200, 206, 404],
    });
    if (response.status === 404 || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    const body = Readable.fromWeb(response.body);
    if (range === undefined || response.status === 206) return body;
    return pipeline(body, slice(range), () => undefined);
  }

  gatewayUrl(): null {
    return null;
  }

  localPath(): null {
    return null;
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    const name = nameInKey(key);
    const response = await this.#api.send({ method: 'HEAD', name, accepts: [200, 404] });
    return response.status === 404 ? null : { bytes: Number(response.headers.get('content-length')) };
  }

  /** Also ends uploads in parts of this name, of which an instance that was killed leaves some. */
  async delete(keyOrName: string): Promise<void> {
    const name = nameInKey(keyOrName);
    const response = await this.#api.send({ method: 'DELETE', name, accepts: [200, 204, 404] });
    await response.body?.cancel();
    await this.#endPartialUploads(name);
  }

  async #endPartialUploads(name: string): Promise<void> {
    for (const uploadId of await this.#partialUploads(name)) {
      const query = { uploadId };
      const ended = await this.#api.send({ method: 'DELETE', name, query, accepts: [200, 204, 404] });
      await ended.body?.cancel();
    }
  }

  async #partialUploads(name: string): Promise<string[]> {
    // 501 of a server that keeps no such list.
    const query = { uploads: '', prefix: name };
    const response = await this.#api.send({ method: 'GET', query, accepts: [200, 404, 501] });
    const text = await response.text();
    if (response.status !== 200) return [];
    return partialUploadsIn(text)
      .filter((upload) => upload.name === name && isFileName(upload.name))
      .map(({ uploadId }) => uploadId);
  }

  async check(): Promise<void> {
    await this.#api.send({ method: 'HEAD' }, ONCE);
  }
}

interface CompletedUpload {
  uploadId: string;
  etags: readonly string[];
  size: number;
}

/** The parts of a file, each in memory when it is its turn; an empty file has one. */
async function* partsOf(path: string, size: number): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    for (let position = 0; position < size || position === 0; position += PART_BYTES) {
      const part = Buffer.alloc(Math.min(PART_BYTES, size - position));
      const { bytesRead } = await handle.read(part, 0, part.length, position);
      if (bytesRead !== part.length) throw new Error('the received file has changed');
      yield part;
    }
  } finally {
    await handle.close();
  }
}
