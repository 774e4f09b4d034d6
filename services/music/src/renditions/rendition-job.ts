import type { Registry } from '@prometheus-io/client';
import { UndecodableError } from '../jobs/ffmpeg.ts';
import { createJobMetrics } from '../jobs/job-metrics.ts';
import type { JobKind } from '../jobs/job-worker.ts';
import { keepFiles, type KeepFilesDeps } from '../jobs/keep-files.ts';
import { localFile } from '../jobs/local-file.ts';
import type { TrackJob } from '../jobs/track-jobs.ts';
import { type MakerDeps, makeRenditions, planRenditions, type Source } from './make-renditions.ts';
import type { RenditionRepository } from './rendition-repository.ts';

interface RenditionJobDeps extends MakerDeps, KeepFilesDeps {
  renditions: RenditionRepository;
  registry: Registry;
  /** An encoding fails that takes longer than this, and than the track plays. */
  timeoutMs: number;
}

const NAMES = {
  gauge: 'downbeat_track_renditions',
  job: 'downbeat_track_rendition',
  what: 'renditions',
};

const REASONS = {
  interrupted: 'The encoding was interrupted each time.',
  other: 'The file could not be encoded.',
};

/** Makes the renditions and keeps them. */
async function makeAndKeep(deps: RenditionJobDeps, job: TrackJob, source: Source, signal: AbortSignal) {
  const plan = await planRenditions(deps, job, source, signal);
  const { original, outputs } = plan;
  await keepFiles(deps, {
    names: outputs.map(({ stored }) => stored),
    make: () => makeRenditions(deps, plan, source, signal),
    finish: (files, mongoSession) => deps.renditions.finish(job, { original, files }, mongoSession),
  });
}

/** Encoding a track, and storing the files beside the original. */
export function createRenditionJob(deps: RenditionJobDeps): JobKind {
  const { renditions, registry, timeoutMs } = deps;
  const limitMs = ({ facts }: TrackJob): number => Math.max(timeoutMs, facts?.durationMs ?? 0);
  return {
    jobs: renditions.jobs,
    claimNext: () => renditions.claimNext(),
    limitMs,
    work: async (job, signal) => {
      const { facts, contentType } = job;
      if (facts === null) throw new UndecodableError('No sound in the file can be decoded.');
      const { path, discard } = await localFile(deps, job, signal);
      const source = { file: { path, contentType }, facts, limitMs: limitMs(job) };
      await makeAndKeep(deps, job, source, signal).finally(discard);
    },
    fail: (job, reason) => renditions.fail(job, reason),
    metrics: createJobMetrics(NAMES, (state, max) => renditions.count(state, max), registry),
    failure: 'the renditions of a track could not be made',
    reasons: REASONS,
  };
}
