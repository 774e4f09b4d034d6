import { MAX_COVER_BYTES } from '../audio/cover.ts';
import type { Storage } from '../storage/storage.ts';
import type { ReceivedFile, UploadStaging } from '../storage/upload-staging.ts';
import type { TrackFile } from './repository.ts';

export type StoreFile = ReturnType<typeof createStoreFile>;

/** Puts received files, and covers that were made here, into storage. */
export function createStoreFile({
  storage,
  uploadStaging,
}: {
  storage: Storage;
  uploadStaging: UploadStaging;
}) {
  async function put(name: string, { path, sha256, flushed }: ReceivedFile): Promise<TrackFile> {
    await flushed;
    return { ...(await storage.put(name, path)), sha256 };
  }

  return {
    put,

    putCover: async (name: string, cover: Buffer): Promise<TrackFile> => {
      const file = await uploadStaging.receive([cover], MAX_COVER_BYTES);
      try {
        return await put(name, file);
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
  };
}
