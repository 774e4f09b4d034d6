import type { Generation } from '@downbeat/shared/cache';
import { commonErrors } from '@downbeat/shared/errors';
import type { Creation, StateCondition } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { Commit } from '@downbeat/shared/messaging';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import type { WakeTimer } from '@downbeat/shared/timers';
import type { ClientSession } from 'mongodb';
import type { MetadataReader } from '../audio/metadata.ts';
import { errors } from '../errors.ts';
import type { DuplicateTrack } from '../generated/schemas.gen.ts';
import type { LyricsRepository } from './lyrics-repository.ts';
import { quotaProblem, type Quotas } from '../quota.ts';
import type { AnnounceRelease } from './announce-release.ts';
import type { OrphanFiles } from '../storage/orphan-files.ts';
import type { ArtistNames, Author } from './artist-names.ts';
import { trackState } from './find-track.ts';
import { coverVersionOf } from './present-track.ts';
import type { TrackFiles, TrackRecord, TrackRepository, TrackUse } from './repository.ts';
import { discard, type UploadForm } from './receive-upload.ts';
import type { StoreFile } from './store-files.ts';
import type { InTurn } from './track-writer.ts';
import { toTrackRecord } from './track-record.ts';
import { requireTextLengths, validateUpload, type ValidatedUpload } from './validate-upload.ts';
import { requireVisible, type TrackReader } from './visibility.ts';

interface FileStoreDeps {
  storeFile: StoreFile;
  orphanFiles: OrphanFiles;
  commit: Commit;
  inTurn: InTurn;
}

interface TracksDeps extends FileStoreDeps {
  artistNames: ArtistNames;
  repository: TrackRepository;
  /** Advances when any track changes. */
  generation: Generation;
  metadataReader: MetadataReader;
  announceRelease: AnnounceRelease;
  /** Wakes the worker that analyses new tracks. */
  analysisTimer: WakeTimer;
  lyrics: LyricsRepository;
  /** Removes a deleted track from every playlist, the likes and the figures. */
  removeReferences: (trackId: string, mongoSession: ClientSession) => Promise<void>;
}

type WriteTrack = (files: TrackFiles, mongoSession: ClientSession) => Promise<void>;

/** Stores the files of an upload and writes the track: both, or neither. */
function createFileStore({ storeFile, orphanFiles, commit, inTurn }: FileStoreDeps) {
  const { put, putCover } = storeFile;
  return async (
    artistId: string,
    { audio }: UploadForm,
    { format, cover }: ValidatedUpload,
    write: WriteTrack,
  ) => {
    const [audioName, coverName] = [`${newId()}.${format.extension}`, `${newId()}.jpg`];
    const names = cover === null ? [audioName] : [audioName, coverName];
    await orphanFiles.add(names);
    try {
      const files = {
        audio: await put(audioName, audio.file),
        cover: cover === null ? null : await putCover(coverName, cover),
      };
      await inTurn(artistId, () =>
        commit(async (mongoSession) => {
          await orphanFiles.claim(names, mongoSession);
          await write(files, mongoSession);
        }),
      );
    } catch (error) {
      await orphanFiles.sweepQuietly(names);
      throw error;
    }
  };
}

/** @throws ProblemError QUOTA_EXCEEDED when one more track with so many bytes is too much */
function requireQuota(use: TrackUse, quotas: Quotas, bytes: number): void {
  for (const [name, needed] of [
    ['tracks', 1],
    ['trackBytes', bytes],
  ] as const) {
    const [used, limit] = [use[name], quotas[name]];
    if (used + needed > limit) throw quotaProblem(errors.QUOTA_EXCEEDED, name, { used, limit, needed });
  }
}

/**
 * Deletes a track with its files. Throws TRACK_NOT_FOUND; FORBIDDEN for the track of another account, unless an admin asks;
 * PRECONDITION_FAILED.
 */
function createRemove(deps: TracksDeps) {
  const { repository, generation, orphanFiles, commit, inTurn, removeReferences } = deps;
  return async (id: string, by: TrackReader, condition: StateCondition): Promise<void> => {
    const found = await repository.findWithFiles(id);
    if (found === null) throw errors.TRACK_NOT_FOUND();
    const { record } = found;
    requireVisible(record, by);
    if (record.artist.id !== by.userId && by.role !== 'admin') throw commonErrors.FORBIDDEN();
    if (condition !== undefined && !condition(trackState(record))) throw commonErrors.PRECONDITION_FAILED();
    const updatedAt = condition === undefined ? undefined : new Date(record.updatedAt);
    let keys: string[] = [];
    await inTurn(record.artist.id, () =>
      commit(async (mongoSession) => {
        const removed = await repository.remove({ id, updatedAt }, mongoSession);
        if (removed === null) {
          if (updatedAt !== undefined) throw commonErrors.PRECONDITION_FAILED();
          return;
        }
        keys = removed;
        await orphanFiles.add(keys, mongoSession);
        await removeReferences(id, mongoSession);
      }),
    );
    await generation.advance();
    orphanFiles.sweepLater(keys);
  };
}

export type Tracks = ReturnType<typeof createTracks>;

/** The rules of tracks. Every signed-in account may read and play every track that is not private. */
export function createTracks(deps: TracksDeps) {
  const { artistNames, repository, generation, metadataReader, announceRelease, analysisTimer, lyrics } =
    deps;
  const storeFiles = createFileStore(deps);
  const findMade = async (id: string) => (await repository.findWithFiles(id))?.record ?? null;
  return {
    /**
     * Refuses an upload before its body is read, when it can only exceed the artist's quota.
     * @throws ProblemError QUOTA_EXCEEDED
     */
    requireQuota: async (artistId: string, quotas: Quotas, bytes: number): Promise<void> =>
      requireQuota(await repository.useOf(artistId), quotas, bytes),

    /** @throws ProblemError QUOTA_EXCEEDED, VALIDATION_FAILED, those of `validateUpload` and those of storage */
    async create(
      form: UploadForm,
      { id, repeated, author, quotas }: Creation & { author: Author; quotas: Quotas },
      correlationId: string,
    ): Promise<TrackRecord> {
      try {
        const made = repeated ? await findMade(id) : null;
        if (made !== null) return made;
        requireTextLengths(form.text);
        const upload = await validateUpload(form, metadataReader);
        let record = toTrackRecord(id, author, form, upload);
        await storeFiles(author.id, form, upload, async (files, mongoSession) => {
          // The lock also makes parallel uploads of one artist run one after the other here, so each sees those before.
          const name = await artistNames.lockForUpdate(author, mongoSession);
          const bytes = files.audio.bytes + (files.cover?.bytes ?? 0);
          requireQuota(await repository.useOf(author.id, mongoSession), quotas, bytes);
          const coverVersion = files.cover && coverVersionOf(files.cover);
          const named = { ...record, artist: { id: author.id, name }, coverVersion };
          record = await repository.insert(named, files, mongoSession);
          const { lyrics: lines } = upload.metadata;
          if (lines.length > 0) await lyrics.set(id, { source: 'file', lines }, mongoSession);
          if (record.visibility === 'public')
            await announceRelease({ record, releasedAt: record.createdAt, correlationId }, mongoSession);
        });
        await generation.advance();
        analysisTimer.wake();
        return record;
      } catch (error) {
        // Another try of the same request was faster.
        const made = isDuplicateKey(error) ? await findMade(id) : null;
        if (made === null) throw error;
        return made;
      } finally {
        await discard(form);
      }
    },

    /** Which of these files the artist has uploaded already, in their order. */
    duplicates: (artistId: string, sha256: readonly string[]): Promise<DuplicateTrack[]> =>
      repository.findByAudio(artistId, sha256),

    remove: createRemove(deps),
  };
}
