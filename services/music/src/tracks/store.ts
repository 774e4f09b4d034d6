import { newId } from '@downbeat/shared/ids';
import type { ClientSession } from 'mongodb';
import type { Commit } from '@downbeat/shared/outbox';
import type { Intake, LooseFiles, ReceivedFile, Storage } from '../storage/index.ts';
import type { Examined } from './examine.ts';
import type { TrackFile, TrackFiles } from './track.ts';
import { MAX_COVER_BYTES } from '../audio/covers.ts';
import type { UploadForm } from './upload.ts';

export interface StoreDependencies {
  storage: Storage;
  intake: Intake;
  looseFiles: LooseFiles;
  commit: Commit;
}

/** Stores the files of an upload and writes what `write` writes, both or neither. */
export type StoreFiles = (
  form: UploadForm,
  examined: Examined,
  write: (files: TrackFiles, session: ClientSession) => Promise<void>,
) => Promise<void>;

export function createFileStore({ storage, intake, looseFiles, commit }: StoreDependencies): StoreFiles {
  async function put(name: string, { path, sha256 }: ReceivedFile): Promise<TrackFile> {
    return { ...(await storage.put(name, path)), sha256 };
  }

  async function putCover(name: string, cover: Buffer): Promise<TrackFile> {
    return put(name, await intake.receive([cover], MAX_COVER_BYTES));
  }

  return async ({ audio }, { kind, cover }, write) => {
    const [audioName, coverName] = [`${newId()}.${kind.extension}`, `${newId()}.jpg`];
    const names = cover === null ? [audioName] : [audioName, coverName];
    await looseFiles.add(names);
    try {
      const files = {
        audio: await put(audioName, audio.file),
        cover: cover === null ? null : await putCover(coverName, cover),
      };
      await commit(async (session) => {
        await looseFiles.claim(names, session);
        await write(files, session);
      });
    } catch (error) {
      await looseFiles.sweepQuietly(names);
      throw error;
    }
  };
}
