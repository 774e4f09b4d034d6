import { ProblemError } from '@downbeat/shared/errors';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { WakeTimer } from '@downbeat/shared/timers';
import { errors } from '../errors.ts';
import type { JobMetrics } from './job-metrics.ts';
import type { TrackJob, TrackJobs } from './track-jobs.ts';
import { UndecodableError } from './ffmpeg.ts';

/** How often due tracks are looked for that no upload of this instance has announced. */
const POLL_MS = 5_000;
/** Renewals within the time of one lease. */
const RENEWALS = 4;
const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 10_000;
/** Each later retry waits so many times as long. */
const RETRY_FACTOR = 6;
/** A track whose storage is full or away is due again after this; it is no fault of its file. */
const STORAGE_PAUSE_MS = 60_000;
/** For so long no other track is claimed for the same work, because it would meet the same. */
const KIND_PAUSE_MS = 15_000;
/** So many times as long as ffmpeg may run may a job take, for the file to come and its results to be stored. */
const STORAGE_FACTOR = 3;

const isOfStorage = (error: unknown): boolean =>
  error instanceof ProblemError && ['STORAGE_FULL', 'STORAGE_UNAVAILABLE'].includes(error.code);

/** What a worker can do with the audio of a track. */
export interface JobKind {
  jobs: TrackJobs;
  claimNext: () => Promise<TrackJob | null>;
  /** How long ffmpeg may run for it. */
  limitMs: (job: TrackJob) => number;
  /** Does it and stores the outcome, unless the job is no longer this worker's. */
  work: (job: TrackJob, signal: AbortSignal) => Promise<void>;
  /** Ends it without a result. */
  fail: (job: TrackJob, reason: string) => Promise<void>;
  metrics: JobMetrics;
  /** For the log. */
  failure: string;
  /** Reasons of a failure. */
  reasons: { interrupted: string; other: string };
}

export interface JobWorkerDeps {
  /** The first kind that has a due track comes first. */
  kinds: readonly JobKind[];
  /** Tracks at the same time. */
  atOnce: number;
  leaseMs: number;
  /** Wakes the worker when a track has become due. */
  timer: WakeTimer;
  logger: Logger;
}

/** Works on due tracks, few at a time, until it is stopped. */
export class JobWorker {
  readonly #deps: JobWorkerDeps;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  /** Until when nothing is claimed, because of the storage. */
  readonly #pausedUntil = new Map<JobKind, number>();
  readonly #running: Promise<void>;

  constructor(deps: JobWorkerDeps) {
    this.#deps = deps;
    this.#running = this.#run();
  }

  /** Ends what it works on; these tracks are due again at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#deps.timer.wake();
    await this.#running;
    await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    const { timer, logger } = this.#deps;
    const { signal } = this.#stopping;
    for (;;) {
      // Created before the check, so that a wake-up during the check is not missed.
      const nextCheck = timer.next(POLL_MS);
      try {
        while (await this.#startNext());
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'due tracks could not be read');
      }
      if (signal.aborted) break;
      await nextCheck;
    }
    timer.wake();
  }

  /** False when no other track can be claimed now. */
  async #startNext(): Promise<boolean> {
    const { kinds, atOnce } = this.#deps;
    for (const kind of kinds) {
      if (this.#stopping.signal.aborted || this.#inFlight.size >= atOnce) return false;
      if (performance.now() < (this.#pausedUntil.get(kind) ?? 0)) continue;
      const job = await kind.claimNext();
      if (job === null) continue;
      this.#start(kind, job);
      return true;
    }
    return false;
  }

  #start(kind: JobKind, job: TrackJob): void {
    const { timer, logger } = this.#deps;
    const work = this.#do(kind, job)
      .catch((error: unknown) => {
        const { trackId } = job;
        logger.error(
          { trackId, failure: kind.failure, reason: reasonOf(error) },
          'the outcome of the work on a track could not be stored',
        );
      })
      .finally(() => {
        this.#inFlight.delete(work);
        timer.wake();
      });
    this.#inFlight.add(work);
  }

  async #do(kind: JobKind, job: TrackJob): Promise<void> {
    const { metrics, reasons } = kind;
    // A file whose analysis ended this process each time would do so for ever.
    if (job.attempts > MAX_ATTEMPTS) {
      await kind.fail(job, reasons.interrupted);
      metrics.ended('failed');
      return;
    }
    const lease = this.#keepLease(kind, job);
    const expired = AbortSignal.timeout(kind.limitMs(job) * STORAGE_FACTOR);
    const startedAt = performance.now();
    try {
      await kind.work(job, AbortSignal.any([this.#stopping.signal, lease.lost, expired]));
      metrics.ended('done', performance.now() - startedAt);
    } catch (error) {
      if (lease.lost.aborted) return;
      if (this.#stopping.signal.aborted) await kind.jobs.release(job);
      else if (expired.aborted) await this.#postpone(kind, job, errors.STORAGE_UNAVAILABLE({ cause: error }));
      else if (isOfStorage(error)) await this.#postpone(kind, job, error);
      else await this.#failed(kind, job, error);
    } finally {
      lease.end();
    }
  }

  /** Waits for the storage, which does not count as an attempt. */
  async #postpone(kind: JobKind, job: TrackJob, error: unknown): Promise<void> {
    const { trackId, attempts } = job;
    const cause = error instanceof Error ? reasonOf(error.cause) : undefined;
    const line = { trackId, attempts, isFinal: false, reason: reasonOf(error), cause };
    this.#deps.logger.warn(line, kind.failure);
    kind.metrics.ended('retried');
    this.#pausedUntil.set(kind, performance.now() + KIND_PAUSE_MS);
    await kind.jobs.release(job, STORAGE_PAUSE_MS);
  }

  async #failed({ jobs, fail, metrics, failure, reasons }: JobKind, job: TrackJob, error: unknown) {
    const { trackId, attempts } = job;
    const isFinal = error instanceof UndecodableError || attempts >= MAX_ATTEMPTS;
    const cause = error instanceof Error ? error.cause : undefined;
    this.#deps.logger.warn({ trackId, attempts, isFinal, reason: reasonOf(error), cause }, failure);
    metrics.ended(isFinal ? 'failed' : 'retried');
    if (!isFinal) return jobs.retry(job, FIRST_RETRY_MS * RETRY_FACTOR ** (attempts - 1));
    // The words of other errors may speak of paths and servers.
    await fail(job, error instanceof UndecodableError ? error.message : reasons.other);
  }

  #keepLease({ jobs }: JobKind, job: TrackJob): { lost: AbortSignal; end: () => void } {
    const lost = new AbortController();
    const renew = async (): Promise<void> => {
      // While the database is away nothing can be claimed, and the result is refused if the lease is lost after all.
      if (!(await jobs.renewLease(job).catch(() => true))) lost.abort();
    };
    const renewals = setInterval(() => void renew(), this.#deps.leaseMs / RENEWALS);
    return { lost: lost.signal, end: () => clearInterval(renewals) };
  }
}
