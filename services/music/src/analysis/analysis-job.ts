import type { Commit } from '@downbeat/shared/messaging';
import type { Registry } from '@prometheus-io/client';
import { DurationMs } from '../generated/schemas.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { AnalysisRepository } from './analysis-repository.ts';
import type { Announcer } from '../jobs/announcer.ts';
import { decode } from './decode.ts';
import { factsOf } from './facts.ts';
import { withinLimit } from '../jobs/ffmpeg.ts';
import type { JobKind } from '../jobs/job-worker.ts';
import { localFile } from '../jobs/local-file.ts';
import { createJobMetrics } from '../jobs/job-metrics.ts';

const MAX_SECONDS = (DurationMs.maximum ?? Infinity) / 1000;

interface AnalysisJobDeps {
  analyses: AnalysisRepository;
  storage: Storage;
  uploadStaging: UploadStaging;
  commit: Commit;
  announcer: Announcer;
  registry: Registry;
  /** The path of ffmpeg. */
  program: string;
  /** A decoding that takes longer fails. */
  timeoutMs: number;
}

const NAMES = {
  gauge: 'downbeat_track_analyses',
  job: 'downbeat_track_analysis',
  what: 'analyses',
};

/** Decoding a track, and keeping what that has found. */
export function createAnalysisJob(deps: AnalysisJobDeps): JobKind {
  const { analyses, commit, announcer, program, timeoutMs, registry } = deps;
  return {
    jobs: analyses.jobs,
    claimNext: () => analyses.claimNext(),
    limitMs: () => timeoutMs,
    work: async (job, signal) => {
      const { path, discard } = await localFile(deps, job, signal);
      const options = { program, maxSeconds: MAX_SECONDS };
      const limit = { limitMs: timeoutMs, late: 'Decoding took too long.' };
      const audio = await withinLimit(limit, signal, (limited) =>
        decode({ path, contentType: job.contentType }, options, limited),
      ).finally(discard);
      const result = { facts: factsOf(audio), waveform: audio.waveform };
      if (await commit((mongoSession) => analyses.finish(job, result, mongoSession))) announcer.announce();
    },
    fail: async (job, reason) => {
      await analyses.fail(job, reason);
      announcer.announce();
    },
    metrics: createJobMetrics(NAMES, (state, max) => analyses.count(state, max), registry),
    failure: 'a track could not be analysed',
    reasons: {
      interrupted: 'The analysis was interrupted each time.',
      other: 'The file could not be read.',
    },
  };
}
