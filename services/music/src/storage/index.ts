import { join } from 'node:path';
import type { Config } from '../config.ts';
import { LocalStorage } from './local.ts';
import type { Storage } from './storage.ts';

export { Intake, type ReceivedFile } from './intake.ts';
export { LooseFiles, looseFileIndexes } from './loose-files.ts';
export { startSweeper } from './sweeper.ts';
export type { ByteRange, Storage, StoredFile } from './storage.ts';

const UPLOAD_TIMEOUT_MS = 120_000;

/** @throws Error at start, naming the variables that ImageKit needs and that are not set. */
export async function createStorage(config: Config): Promise<Storage> {
  if (config.STORAGE === 'local') return new LocalStorage(config.STORAGE_DIR);
  const { IMAGEKIT_PUBLIC_KEY, IMAGEKIT_PRIVATE_KEY, IMAGEKIT_URL_ENDPOINT } = config;
  if (!IMAGEKIT_PUBLIC_KEY || !IMAGEKIT_PRIVATE_KEY || !IMAGEKIT_URL_ENDPOINT) {
    throw new Error(
      'STORAGE=imagekit needs IMAGEKIT_PUBLIC_KEY, IMAGEKIT_PRIVATE_KEY and IMAGEKIT_URL_ENDPOINT',
    );
  }
  const account = {
    publicKey: IMAGEKIT_PUBLIC_KEY,
    privateKey: IMAGEKIT_PRIVATE_KEY,
    urlEndpoint: IMAGEKIT_URL_ENDPOINT,
    uploadEndpoint: config.IMAGEKIT_UPLOAD_URL,
    apiEndpoint: config.IMAGEKIT_API_URL,
  };
  const limits = {
    maxFileBytes: config.IMAGEKIT_MAX_FILE_BYTES,
    maxUploadsAtOnce: config.IMAGEKIT_MAX_UPLOADS,
    uploadTimeoutMs: UPLOAD_TIMEOUT_MS,
  };
  // Only those who use it pay for the package's memory.
  const { ImageKitStorage } = await import('./imagekit.ts');
  return new ImageKitStorage(account, limits, join(config.STORAGE_DIR, 'incoming'));
}
