import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { asStream } from '../storage/ranges.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';

export interface LocalFile {
  readonly path: string;
  readonly discard: () => Promise<void>;
}

interface LocalFileDeps {
  storage: Storage;
  uploadStaging: UploadStaging;
}

/**
 * The stored file itself, or a copy of one that is stored elsewhere.
 * @throws Error when it is not there as it was stored: the fault of a disk, and not of the file
 */
export async function localFile(
  { storage, uploadStaging }: LocalFileDeps,
  { key, bytes }: { key: string; bytes: number },
  signal: AbortSignal,
): Promise<LocalFile> {
  const path = storage.localPath(key);
  if (path !== null) {
    const { size } = await stat(path);
    if (size !== bytes) throw new Error(`${key} has ${size} of ${bytes} bytes`);
    return { path, discard: () => Promise.resolve() };
  }
  // Before, because a body that is not read keeps its connection.
  await uploadStaging.requireSpace(bytes);
  const body = await storage.open(key);
  if (body === null) throw new Error(`${key} is missing`);
  const file = await uploadStaging.receive(
    addAbortSignal(signal, asStream(body)) as AsyncIterable<Buffer>,
    bytes,
  );
  if (file.bytes === bytes) return file;
  await file.discard();
  throw new Error(`${key} has ${file.bytes} of ${bytes} bytes`);
}
