import { join } from 'node:path';
import type { Config } from '../config.ts';
import { LocalStorage } from './local.ts';
import type { Storage } from './storage.ts';

export { Intake, type ReceivedFile } from './intake.ts';
export { LooseFiles, looseFileIndexes } from './loose-files.ts';
export { registerSweepMetrics } from './metrics.ts';
export { startSweeper } from './sweeper.ts';
export type { ByteRange, Storage, StoredFile } from './storage.ts';

const UPLOAD_TIMEOUT_MS = 120_000;

/** Where this installation keeps its files. */
export async function createStorage(config: Config): Promise<Storage> {
  if (config.imageKit === null) return new LocalStorage(config.STORAGE_DIR);
  const limits = {
    maxFileBytes: config.IMAGEKIT_MAX_FILE_BYTES,
    maxUploadsAtOnce: config.IMAGEKIT_MAX_UPLOADS,
    uploadTimeoutMs: UPLOAD_TIMEOUT_MS,
  };
  // Only those who use it pay for the package's memory.
  const { ImageKitStorage } = await import('./imagekit.ts');
  return new ImageKitStorage(config.imageKit, limits, join(config.STORAGE_DIR, 'incoming'));
}
