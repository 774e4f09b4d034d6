import { newId } from '@downbeat/shared/ids';
import type { Registry } from '@prometheus-io/client';
import { createJobMetrics } from '../jobs/job-metrics.ts';
import type { JobKind } from '../jobs/job-worker.ts';
import { keepFiles, type KeepFilesDeps } from '../jobs/keep-files.ts';
import { localFile } from '../jobs/local-file.ts';
import type { TrackJob } from '../jobs/track-jobs.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { TrackFile } from '../tracks/repository.ts';
import type { StoreFile } from '../tracks/store-files.ts';
import type { CoverFile } from '../tracks/track-covers.ts';
import type { CoverRepository } from './cover-repository.ts';
import { COVER_FORMATS } from './cover-rules.ts';
import { makeCovers, type MadeCovers } from './make-covers.ts';

interface CoverJobDeps extends KeepFilesDeps {
  covers: CoverRepository;
  storage: Storage;
  uploadStaging: UploadStaging;
  storeFile: StoreFile;
  registry: Registry;
}

/** The nine copies of a large cover take about two seconds. */
const LIMIT_MS = 30_000;

const NAMES = {
  gauge: 'downbeat_track_covers',
  job: 'downbeat_track_cover',
  what: 'covers in several sizes',
};

const REASONS = {
  interrupted: 'The work on the cover was interrupted each time.',
  other: 'The cover could not be read.',
};

/** Stores the copies and keeps them. */
async function storeAndKeep(
  deps: CoverJobDeps,
  job: TrackJob,
  cover: TrackFile,
  { placeholder, covers }: MadeCovers,
): Promise<void> {
  const named = covers.map((one) => ({
    ...one,
    name: `${newId()}.${COVER_FORMATS[one.format].extension}`,
  }));
  await keepFiles<CoverFile[]>(deps, {
    names: named.map(({ name }) => name),
    make: async () => {
      const files: CoverFile[] = [];
      for (const { name, size, format, bytes } of named) {
        files.push({ ...(await deps.storeFile.putCover(name, bytes)), size, format });
      }
      return files;
    },
    finish: (files, mongoSession) => deps.covers.finish(job, cover, { placeholder, files }, mongoSession),
  });
}

/** Making the smaller copies of a cover, and storing them beside it. */
export function createCoverJob(deps: CoverJobDeps): JobKind {
  const { covers, registry } = deps;
  return {
    jobs: covers.jobs,
    claimNext: () => covers.claimNext(),
    limitMs: () => LIMIT_MS,
    work: async (job, signal) => {
      const { cover } = job;
      // It was removed after the claim, and with it the claim.
      if (cover === null) return;
      const { path, discard } = await localFile(deps, cover, signal);
      const made = await makeCovers(path, signal).finally(discard);
      await storeAndKeep(deps, job, cover, made);
    },
    fail: (job, reason) => covers.fail(job, reason),
    metrics: createJobMetrics(NAMES, (state, max) => covers.count(state, max), registry),
    failure: 'the sizes of a cover could not be made',
    reasons: REASONS,
  };
}
