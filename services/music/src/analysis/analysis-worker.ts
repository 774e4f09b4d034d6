import { stat } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import type { Generation } from '@downbeat/shared/cache';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Commit } from '@downbeat/shared/messaging';
import type { WakeTimer } from '@downbeat/shared/timers';
import type { Registry } from '@prometheus-io/client';
import { DurationMs } from '../generated/schemas.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { AnalysisJob, AnalysisRepository } from './analysis-repository.ts';
import { canDecode, decode, UndecodableError } from './decode.ts';
import { factsOf } from './facts.ts';
import { type AnalysisMetrics, createAnalysisMetrics } from './metrics.ts';

/** How often due tracks are looked for that no upload of this instance has announced. */
const POLL_MS = 5_000;
/** Renewals within the time of one lease. */
const RENEWALS = 4;
const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 10_000;
/** Each later retry waits so many times as long. */
const RETRY_FACTOR = 6;
/** The lists of tracks are read from the database after each change, so the analysis of many tracks announces few. */
const ANNOUNCE_MS = 2_000;

interface AnalysisWorkerDeps {
  analyses: AnalysisRepository;
  storage: Storage;
  uploadStaging: UploadStaging;
  commit: Commit;
  /** Advances when any track changes. */
  trackGeneration: Generation;
  metrics: AnalysisMetrics;
  logger: Logger;
  /** Wakes the worker when a track has become due. */
  analysisTimer: WakeTimer;
  analysisLimits: AnalysisLimits;
}

interface LocalFile {
  readonly path: string;
  readonly discard: () => Promise<void>;
}

interface AnalysisLimits {
  /** The path of ffmpeg. */
  program: string;
  /** Tracks that are decoded at the same time. */
  atOnce: number;
  /** A file that takes longer fails. */
  timeoutMs: number;
  leaseMs: number;
}

const MAX_SECONDS = (DurationMs.maximum ?? Infinity) / 1000;

/** Decodes the audio of due tracks, few at a time, until it is stopped. */
class AnalysisWorker {
  readonly #deps: AnalysisWorkerDeps;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #announcing: NodeJS.Timeout | undefined;

  constructor(deps: AnalysisWorkerDeps) {
    this.#deps = deps;
    this.#running = this.#run();
  }

  /** Kills what it decodes; these tracks are due again at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#deps.analysisTimer.wake();
    await this.#running;
    await Promise.all(this.#inFlight);
    if (this.#announcing === undefined) return;
    clearTimeout(this.#announcing);
    await this.#deps.trackGeneration.advance();
  }

  async #run(): Promise<void> {
    const { analysisTimer: timer, logger } = this.#deps;
    const { signal } = this.#stopping;
    for (;;) {
      // Created before the check, so that a wake-up during the check is not missed.
      const nextCheck = timer.next(POLL_MS);
      try {
        while (await this.#startNext());
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'tracks to be analysed could not be read');
      }
      if (signal.aborted) break;
      await nextCheck;
    }
    timer.wake();
  }

  /** False when no other track can be claimed now. */
  async #startNext(): Promise<boolean> {
    const { analyses, analysisLimits: limits, analysisTimer: timer, logger } = this.#deps;
    if (this.#stopping.signal.aborted || this.#inFlight.size >= limits.atOnce) return false;
    const job = await analyses.claimNext();
    if (job === null) return false;
    const work = this.#analyse(job)
      .catch((error: unknown) => {
        const { trackId } = job;
        logger.error({ trackId, reason: reasonOf(error) }, 'the outcome of an analysis could not be stored');
      })
      .finally(() => {
        this.#inFlight.delete(work);
        timer.wake();
      });
    this.#inFlight.add(work);
    return true;
  }

  async #analyse(job: AnalysisJob): Promise<void> {
    const { analyses, metrics } = this.#deps;
    // A file whose analysis ended this process each time would do so for ever.
    if (job.attempts > MAX_ATTEMPTS) {
      await analyses.fail(job, 'The analysis was interrupted each time.');
      metrics.ended('failed');
      return;
    }
    const lease = this.#keepLease(job);
    const expired = AbortSignal.timeout(this.#deps.analysisLimits.timeoutMs);
    const startedAt = performance.now();
    try {
      const signal = AbortSignal.any([this.#stopping.signal, lease.lost, expired]);
      await this.#decodeAndKeep(job, signal);
      metrics.ended('done', performance.now() - startedAt);
    } catch (error) {
      if (lease.lost.aborted) return;
      if (this.#stopping.signal.aborted) await analyses.release(job);
      else await this.#failed(job, expired.aborted ? new UndecodableError('Decoding took too long.') : error);
    } finally {
      lease.end();
    }
  }

  async #decodeAndKeep(job: AnalysisJob, signal: AbortSignal): Promise<void> {
    const { analyses, commit, analysisLimits } = this.#deps;
    const options = { program: analysisLimits.program, maxSeconds: MAX_SECONDS };
    const file = await this.#localFile(job, signal);
    const audio = await decode({ path: file.path, contentType: job.contentType }, options, signal).finally(
      file.discard,
    );
    const result = { facts: factsOf(audio), waveform: audio.waveform };
    if (await commit((mongoSession) => analyses.finish(job, result, mongoSession))) this.#announce();
  }

  /**
   * The stored file itself, or a copy of one that is stored elsewhere.
   * @throws Error when it is not there as it was stored: the fault of a disk, and not of the file
   */
  async #localFile({ key, bytes }: AnalysisJob, signal: AbortSignal): Promise<LocalFile> {
    const { storage, uploadStaging } = this.#deps;
    const path = storage.localPath(key);
    if (path !== null) {
      const { size } = await stat(path);
      if (size !== bytes) throw new Error(`${key} has ${size} of ${bytes} bytes`);
      return { path, discard: () => Promise.resolve() };
    }
    const body = await storage.open(key);
    if (body === null) throw new Error(`${key} is missing`);
    await uploadStaging.requireSpace(bytes);
    const chunks = Buffer.isBuffer(body) ? Readable.from([body]) : body;
    return uploadStaging.receive(addAbortSignal(signal, chunks) as AsyncIterable<Buffer>, bytes);
  }

  async #failed(job: AnalysisJob, error: unknown): Promise<void> {
    const { analyses, metrics, logger } = this.#deps;
    const { trackId, attempts } = job;
    const isFinal = error instanceof UndecodableError || attempts >= MAX_ATTEMPTS;
    const cause = error instanceof Error ? error.cause : undefined;
    logger.warn(
      { trackId, attempts, isFinal, reason: reasonOf(error), cause },
      'a track could not be analysed',
    );
    metrics.ended(isFinal ? 'failed' : 'retried');
    if (!isFinal) return analyses.retry(job, FIRST_RETRY_MS * RETRY_FACTOR ** (attempts - 1));
    // The words of other errors may speak of paths and servers.
    const reason = error instanceof UndecodableError ? error.message : 'The file could not be read.';
    await analyses.fail(job, reason);
    this.#announce();
  }

  #keepLease(job: AnalysisJob): { lost: AbortSignal; end: () => void } {
    const { analyses, analysisLimits } = this.#deps;
    const lost = new AbortController();
    const renew = async (): Promise<void> => {
      // While the database is away nothing can be claimed, and the result is refused if the lease is lost after all.
      if (!(await analyses.renewLease(job).catch(() => true))) lost.abort();
    };
    const renewals = setInterval(() => void renew(), analysisLimits.leaseMs / RENEWALS);
    return { lost: lost.signal, end: () => clearInterval(renewals) };
  }

  /** Lets the cached lists and tracks be read again. */
  #announce(): void {
    this.#announcing ??= setTimeout(() => {
      this.#announcing = undefined;
      void this.#deps.trackGeneration.advance();
    }, ANNOUNCE_MS).unref();
  }
}

/**
 * Starts analysing tracks, unless there is no ffmpeg: then tracks stay as they are, and are analysed when an instance has it.
 * Returns a function that stops this.
 */
export function startAnalyses(
  deps: Omit<AnalysisWorkerDeps, 'metrics'> & { registry: Registry },
): () => Promise<void> {
  const { analyses, analysisLimits, logger, registry } = deps;
  const metrics = createAnalysisMetrics(analyses, registry);
  const { program, atOnce } = analysisLimits;
  if (atOnce === 0) return () => Promise.resolve();
  let isStopping = false;
  const starting = canDecode(program).then((isThere) => {
    if (!isThere) logger.warn({ program }, 'no ffmpeg, so uploads are not analysed; set FFMPEG_PATH');
    return isThere && !isStopping ? new AnalysisWorker({ ...deps, metrics }) : null;
  });
  return async () => {
    isStopping = true;
    await (await starting)?.stop();
  };
}
