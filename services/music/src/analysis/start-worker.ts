import type { Generation } from '@downbeat/shared/cache';
import type { Logger } from '@downbeat/shared/logging';
import type { Commit } from '@downbeat/shared/messaging';
import type { WakeTimer } from '@downbeat/shared/timers';
import type { Registry } from '@prometheus-io/client';
import { createAnalysisJob } from './analysis-job.ts';
import type { AnalysisRepository } from './analysis-repository.ts';
import { createCoverJob } from '../covers/cover-job.ts';
import type { CoverRepository } from '../covers/cover-repository.ts';
import { type Announcer, createAnnouncer } from '../jobs/announcer.ts';
import { canRun } from '../jobs/ffmpeg.ts';
import { type JobKind, JobWorker } from '../jobs/job-worker.ts';
import type { OrphanFiles } from '../storage/orphan-files.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import { createRenditionJob } from '../renditions/rendition-job.ts';
import type { RenditionRepository } from '../renditions/rendition-repository.ts';
import type { StoreFile } from '../tracks/store-files.ts';

/** Renditions change no list, and a track is kept in memory for a minute only; so only the first of many is announced soon. */
const RENDITIONS_ANNOUNCED_MS = 60_000;

interface AudioWorkerDeps {
  analyses: AnalysisRepository;
  renditions: RenditionRepository;
  covers: CoverRepository;
  storage: Storage;
  uploadStaging: UploadStaging;
  storeFile: StoreFile;
  orphanFiles: OrphanFiles;
  commit: Commit;
  /** Advances when any track changes. */
  trackGeneration: Generation;
  logger: Logger;
  registry: Registry;
  /** Wakes the worker when a track has become due. */
  analysisTimer: WakeTimer;
  analysisLimits: {
    /** The path of ffmpeg. */
    program: string;
    /** Tracks at the same time. */
    atOnce: number;
    timeoutMs: number;
    leaseMs: number;
    /** Whether renditions, and covers in several sizes, are made. */
    makesRenditions: boolean;
  };
}

type KindDeps = Parameters<typeof createAnalysisJob>[0] &
  Parameters<typeof createCoverJob>[0] &
  Parameters<typeof createRenditionJob>[0] &
  Pick<AudioWorkerDeps, 'covers'>;

/**
 * What the worker does, the most urgent first. A new cover takes little time, and is seen before its track is heard; those of
 * tracks of an earlier version are many.
 */
function createKinds(deps: KindDeps, makesRenditions: boolean, renditionAnnouncer: Announcer) {
  const analysis = createAnalysisJob(deps);
  if (!makesRenditions) return (hasFfmpeg: boolean): JobKind[] => (hasFfmpeg ? [analysis] : []);
  const newCovers = createCoverJob(deps);
  const olderCovers = { ...newCovers, claimNext: () => deps.covers.claimOlder() };
  const renditions = createRenditionJob({ ...deps, announcer: renditionAnnouncer });
  return (hasFfmpeg: boolean): JobKind[] => [
    newCovers,
    ...(hasFfmpeg ? [analysis, renditions] : []),
    olderCovers,
  ];
}

/**
 * Starts making the sizes of covers, analysing tracks, and making their renditions when no track waits for its analysis.
 * Without ffmpeg the audio of tracks stays as it is, until an instance has it. Returns a function that stops this.
 */
export function startAudioWorker(deps: AudioWorkerDeps): () => Promise<void> {
  const { trackGeneration, analysisLimits, analysisTimer: timer, logger } = deps;
  const { program, timeoutMs, makesRenditions, ...limits } = analysisLimits;
  const announcer = createAnnouncer(trackGeneration);
  const renditionAnnouncer = createAnnouncer(trackGeneration, RENDITIONS_ANNOUNCED_MS);
  const jobDeps = { ...deps, announcer, program, timeoutMs };
  const kindsOf = createKinds(jobDeps, makesRenditions, renditionAnnouncer);
  if (limits.atOnce === 0) return () => Promise.resolve();
  let isStopping = false;
  const starting = canRun(program).then((isThere) => {
    if (!isThere) logger.warn({ program }, 'no ffmpeg, so uploads are not analysed; set FFMPEG_PATH');
    const kinds = kindsOf(isThere);
    return kinds.length > 0 && !isStopping ? new JobWorker({ kinds, ...limits, timer, logger }) : null;
  });
  return async () => {
    isStopping = true;
    await (await starting)?.stop();
    await announcer.stop();
    await renditionAnnouncer.stop();
  };
}
