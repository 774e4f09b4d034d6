import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import { LocalStorage } from './local.ts';
import { MovingStorage } from './moving.ts';

/** Both ends are included, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredFile {
  /** Opens and deletes the file later. */
  key: string;
  bytes: number;
}

/**
 * Keeps files. Names are made by this service (uuid and extension), never by a client. Implementations throw
 * STORAGE_FULL and STORAGE_UNAVAILABLE, and leave nothing behind when `put` fails.
 */
export interface Storage {
  /** The directory where files are received first; see UploadStaging. */
  readonly stagingDirectory: string;
  /** The largest file that can be stored. */
  readonly maxFileBytes: number;
  /** Stores a received file, which is no longer at `path` afterwards. */
  put(name: string, path: string): Promise<StoredFile>;
  /**
   * Reads a file or a range of it, a short range at once; null when it does not exist. Destroying the stream frees all
   * resources.
   */
  open(key: string, range?: ByteRange): Promise<Readable | Buffer | null>;
  /** Where the gateway finds the file, if it is to send the file itself; else null. */
  gatewayUrl(key: string): string | null;
  /** The path of the file, if it is on this machine; else null. It may only be read. */
  localPath(key: string): string | null;
  stat(key: string): Promise<{ bytes: number } | null>;
  /** Deletes by key, or by the name that `put` was given. A file that does not exist is not an error. */
  delete(keyOrName: string): Promise<void>;
  /** Rejects while files cannot be reached. */
  check(): Promise<void>;
}

const UPLOAD_TIMEOUT_MS = 120_000;

/** The storage that the configuration names, together with the previous one while files move from there. */
export async function createStorage(config: Config): Promise<Storage> {
  const { STORAGE: current, STORAGE_PREVIOUS: previous } = config;
  const storage = await createStorageOf(current, config);
  if (previous === undefined) return storage;
  return new MovingStorage(storage, await createStorageOf(previous, config));
}

/** The storage of this kind. */
export async function createStorageOf(kind: string, config: Config): Promise<Storage> {
  const stagingDirectory = join(config.STORAGE_DIR, 'incoming');
  // The others are loaded on demand, because the package of ImageKit takes much memory.
  if (kind === 's3' && config.s3 !== null) {
    const { S3Storage } = await import('./s3.ts');
    return new S3Storage(config.s3, config.S3_MAX_UPLOADS, stagingDirectory);
  }
  if (kind === 'imagekit' && config.imageKit !== null) {
    const limits = {
      maxFileBytes: config.IMAGEKIT_MAX_FILE_BYTES,
      maxUploadsAtOnce: config.IMAGEKIT_MAX_UPLOADS,
      uploadTimeoutMs: UPLOAD_TIMEOUT_MS,
    };
    const { ImageKitStorage } = await import('./imagekit.ts');
    return new ImageKitStorage(config.imageKit, limits, stagingDirectory);
  }
  return new LocalStorage(config.STORAGE_DIR, config.GATEWAY_FILES_PATH);
}
