import { newId } from '@downbeat/shared/ids';
import { commonErrors } from '@downbeat/shared/problem';
import type { Commit, Outbox } from '@downbeat/shared/outbox';
import type { ClientSession } from 'mongodb';
import type { TagReader } from '../audio/tag-reader.ts';
import { errors } from '../errors.ts';
import type { LooseFiles } from '../storage/index.ts';
import type { ArtistNames } from './artist-names.ts';
import type { TrackCache } from './cache.ts';
import { describe, type Author } from './describe.ts';
import { trackPublished } from './events.ts';
import { examine } from './examine.ts';
import type { TrackRepository } from './repository.ts';
import type { StoreFiles } from './store.ts';
import type { TrackFiles, TrackRecord } from './track.ts';
import { discard, refuseOutgrown, type UploadForm } from './upload.ts';

export interface TracksDependencies {
  artistNames: ArtistNames;
  repository: TrackRepository;
  cache: TrackCache;
  tagReader: TagReader;
  storeFiles: StoreFiles;
  looseFiles: LooseFiles;
  outbox: Outbox;
  commit: Commit;
  /** Takes a deleted track out of whatever names it. */
  forget: (trackId: string, session: ClientSession) => Promise<void>;
}

export type Tracks = ReturnType<typeof createTracks>;

/** The rules of tracks. Every track may be heard by everyone who is signed in. */
export function createTracks(dependencies: TracksDependencies) {
  const { artistNames, repository, cache, tagReader, storeFiles, looseFiles, outbox, commit, forget } =
    dependencies;

  async function findWithFiles(id: string): Promise<{ record: TrackRecord; files: TrackFiles }> {
    const found = await repository.findWithFiles(id);
    if (found === null) throw errors.TRACK_NOT_FOUND();
    return found;
  }

  return {
    findWithFiles,

    /** @throws ProblemError TRACK_NOT_FOUND */
    async get(id: string): Promise<TrackRecord> {
      return (await findWithFiles(id)).record;
    },

    /** @throws ProblemError VALIDATION_FAILED, and what the files are refused with */
    async create(form: UploadForm, author: Author, correlationId: string): Promise<TrackRecord> {
      try {
        refuseOutgrown(form.text);
        const examined = await examine(form, tagReader);
        let record = describe(newId(), author, form, examined);
        await storeFiles(form, examined, async (files, session) => {
          record = { ...record, artist: { ...author, name: await artistNames.hold(author, session) } };
          await repository.insert(record, files, session);
          await outbox.add(session, trackPublished(record, correlationId));
        });
        await cache.clear();
        return record;
      } finally {
        await discard(form);
      }
    },

    /** @throws ProblemError TRACK_NOT_FOUND, and for somebody else's track FORBIDDEN unless an admin asks */
    async remove(id: string, by: { userId: string; role: string }): Promise<void> {
      const { record, files } = await findWithFiles(id);
      if (record.artist.id !== by.userId && by.role !== 'admin') throw commonErrors.FORBIDDEN();
      const keys = [files.audio.key, ...(files.cover === null ? [] : [files.cover.key])];
      await commit(async (session) => {
        if (!(await repository.remove(id, session))) return;
        await looseFiles.add(keys, session);
        await forget(id, session);
      });
      await cache.clear();
      await looseFiles.sweepQuietly(keys);
    },
  };
}
