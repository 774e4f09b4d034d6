import type { Readable } from 'node:stream';

/** Both ends included, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredFile {
  /** What opens and deletes the file from now on. */
  key: string;
  bytes: number;
}

/**
 * Keeps files. Names are ours (uuid and extension), never a client's. Implementations throw STORAGE_FULL and
 * STORAGE_UNAVAILABLE from the catalogue, and leave nothing behind when `put` fails.
 */
export interface Storage {
  /** Files are received here first; see Intake. */
  readonly intakeDirectory: string;
  /** The largest file that it can take. */
  readonly maxFileBytes: number;
  /** Takes over a received file, which is gone from its path afterwards. */
  put(name: string, path: string): Promise<StoredFile>;
  /** Streams a file or one range of it; null when there is no such file. Destroying the stream frees everything. */
  open(key: string, range?: ByteRange): Promise<Readable | null>;
  stat(key: string): Promise<{ bytes: number } | null>;
  /** Deletes by key, or by the name given to `put`; a file that is gone already is no error. */
  delete(keyOrName: string): Promise<void>;
  /** Rejects while files cannot be reached. */
  check(): Promise<void>;
}
