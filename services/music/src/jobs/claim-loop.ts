import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { WakeTimer } from '@downbeat/shared/timers';

interface ClaimLoopDeps<Job> {
  /** Claims the job that has been due longest, under a lease; null when none is due. */
  claimNext: () => Promise<Job | null>;
  /** Does it, and stores what became of it. When it throws, the lease ends, and the job is claimed again. */
  work: (job: Job, signal: AbortSignal) => Promise<void>;
  /** For the log: which job it is. */
  describe: (job: Job) => Record<string, string>;
  /** For the log: what has failed. */
  failures: { work: string; claim: string };
  /** How often due jobs are looked for. */
  pollMs: number;
  logger: Pick<Logger, 'warn'>;
  /** Wakes the loop when a job has become due. */
  timer?: WakeTimer;
}

/**
 * Does one due job after the other, until it is stopped. Which instance does which is decided by the claims in the database,
 * so any number of loops may run.
 * @returns stops it, and waits for the job that it works on
 */
export function startClaimLoop<Job>(deps: ClaimLoopDeps<Job>): () => Promise<void> {
  const { claimNext, work, describe, failures, pollMs, logger, timer = new WakeTimer() } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;

  /** False when no further job is due. */
  async function doNext(): Promise<boolean> {
    const job = signal.aborted ? null : await claimNext();
    if (job === null) return false;
    try {
      await work(job, signal);
    } catch (error) {
      logger.warn({ ...describe(job), reason: reasonOf(error) }, failures.work);
    }
    return true;
  }

  const running = (async () => {
    for (;;) {
      // Created before the check, so that a wake-up during the check is not missed.
      const next = timer.next(pollMs);
      try {
        while (await doNext());
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, failures.claim);
      }
      if (signal.aborted) break;
      await next;
    }
    timer.wake();
  })();
  return async () => {
    stopping.abort();
    timer.wake();
    await running;
  };
}
