import { createHash } from 'node:crypto';
import { ProblemError } from '@downbeat/shared/errors';
import { nameInKey } from '../storage/names.ts';
import { asStream } from '../storage/ranges.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { TrackFile } from '../tracks/repository.ts';

/** What has become of a file; a problem is in words. */
export type CopyOutcome = { kind: 'copied' | 'there'; key: string } | { kind: 'problem'; why: string };

export interface Route {
  from: Storage;
  to: Storage;
  /** Where a copy is on its way. */
  staging: UploadStaging;
}

const problem = (why: string): CopyOutcome => ({ kind: 'problem', why });

/** Whether a storage gives back these very bytes. */
async function isStored(storage: Storage, { key, bytes, sha256 }: TrackFile): Promise<boolean> {
  if ((await storage.stat(key))?.bytes !== bytes) return false;
  const content = await storage.open(key);
  if (content === null) return false;
  const hash = createHash('sha256');
  for await (const chunk of asStream(content)) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}

/**
 * Copies one file, unless the target has it, and reads it back. The source stays as it is. A file that is not what the
 * track says (size, SHA-256) is not copied.
 * @throws ProblemError STORAGE_UNAVAILABLE, STORAGE_FULL
 */
export async function copyFile({ from, to, staging }: Route, file: TrackFile): Promise<CopyOutcome> {
  if (await isStored(to, file)) return { kind: 'there', key: file.key };
  if (file.bytes > to.maxFileBytes) return problem('is larger than the new storage takes');
  const content = await from.open(file.key);
  if (content === null) return problem('is in neither storage');
  const received = await staging.receive(asStream(content), file.bytes).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'FILE_TOO_LARGE') return null;
    throw error;
  });
  if (received?.bytes !== file.bytes || received.sha256 !== file.sha256) {
    await received?.discard();
    return problem('differs from what was uploaded');
  }
  await received.flushed;
  const { key } = await to.put(nameInKey(file.key), received.path);
  if (await isStored(to, { ...file, key })) return { kind: 'copied', key };
  await to.delete(key);
  return problem('is not read back as it was written');
}
