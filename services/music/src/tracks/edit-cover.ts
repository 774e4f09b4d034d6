import { readFile } from 'node:fs/promises';
import { newId } from '@downbeat/shared/ids';
import type { WakeTimer } from '@downbeat/shared/timers';
import type { ClientSession } from 'mongodb';
import { toCover } from '../audio/cover.ts';
import { errors } from '../errors.ts';
import type { FieldChange } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { OrphanFiles } from '../storage/orphan-files.ts';
import type { ReceivedFile } from '../storage/upload-staging.ts';
import type { ArtistNames } from './artist-names.ts';
import { coverVersionOf } from './present-track.ts';
import type { TrackFile, TrackRecord, TrackRepository } from './repository.ts';
import type { StoreFile } from './store-files.ts';
import type { createNoticedWriter, EditTarget } from './track-writer.ts';

export interface CoverEditorDeps {
  repository: TrackRepository;
  orphanFiles: OrphanFiles;
  artistNames: ArtistNames;
  storeFile: StoreFile;
  /** Wakes the worker that makes the sizes of a new cover. */
  analysisTimer: WakeTimer;
  quotasOf: QuotasOf;
}

const keyOf = (cover: TrackFile | null): string[] => (cover === null ? [] : [cover.key]);

/** Throws QUOTA_EXCEEDED when the artist has more bytes than allowed, and it is this cover that makes it more. */
async function requireRoom(
  { artistNames, repository, quotasOf }: CoverEditorDeps,
  { artist }: TrackRecord,
  added: number,
  mongoSession: ClientSession,
): Promise<void> {
  if (added <= 0) return;
  await artistNames.lockForUpdate(artist, mongoSession);
  const { trackBytes } = await repository.useOf(artist.id, mongoSession);
  const { trackBytes: limit } = quotasOf('artist');
  const quota = { used: trackBytes - added, limit, needed: added };
  if (trackBytes > limit) throw quotaProblem(errors.QUOTA_EXCEEDED, 'trackBytes', quota);
}

/** Gives tracks another cover, or none. The bytes of the old one are removed once the track does not name them. */
export function createCoverEditor(deps: CoverEditorDeps, write: ReturnType<typeof createNoticedWriter>) {
  const { orphanFiles, storeFile, analysisTimer } = deps;

  async function replace(
    target: EditTarget,
    cover: TrackFile | null,
    claimed: string[],
  ): Promise<TrackRecord> {
    let replaced: string[] = [];
    const record = await write(target, ({ record: before, files }) => {
      const added = (cover?.bytes ?? 0) - (files.cover?.bytes ?? 0);
      const isSame = files.cover?.sha256 === cover?.sha256;
      const change: FieldChange = { field: 'cover', from: null, to: cover === null ? null : 'set' };
      return {
        record: { ...before, coverVersion: cover && coverVersionOf(cover) },
        files: { ...files, cover },
        changes: isSame ? [] : [change],
        within: async (mongoSession, copies) => {
          replaced = [...keyOf(files.cover), ...copies];
          if (claimed.length > 0) await orphanFiles.claim(claimed, mongoSession);
          await requireRoom(deps, before, added, mongoSession);
          if (replaced.length > 0) await orphanFiles.add(replaced, mongoSession);
        },
      };
    });
    await orphanFiles.sweepQuietly([...replaced, ...claimed]);
    return record;
  }

  return {
    removeCover: (target: EditTarget): Promise<TrackRecord> => replace(target, null, []),

    /** @throws ProblemError COVER_NOT_RECOGNISED, QUOTA_EXCEEDED, and those of storage */
    async setCover(target: EditTarget, { path }: ReceivedFile): Promise<TrackRecord> {
      const bytes = await toCover(await readFile(path));
      const name = `${newId()}.jpg`;
      await orphanFiles.add([name]);
      try {
        const record = await replace(target, await storeFile.putCover(name, bytes), [name]);
        analysisTimer.wake();
        return record;
      } catch (error) {
        await orphanFiles.sweepQuietly([name]);
        throw error;
      }
    },
  };
}
