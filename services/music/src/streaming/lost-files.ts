import type { Generation } from '@downbeat/shared/cache';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { WakeTimer } from '@downbeat/shared/timers';
import type { CoverRepository } from '../covers/cover-repository.ts';
import type { RenditionRepository } from '../renditions/rendition-repository.ts';

interface LostFilesDeps {
  renditions: RenditionRepository;
  covers: CoverRepository;
  /** Advances when any track changes. */
  trackGeneration: Generation;
  /** Wakes the worker that makes the file again. */
  analysisTimer: WakeTimer;
  logger: Pick<Logger, 'warn'>;
}

export type LostFiles = ReturnType<typeof createLostFiles>;

/** Has files made again that a read has not found in storage, or that belong to an earlier cover. A failure is only logged. */
export function createLostFiles(deps: LostFilesDeps) {
  const { renditions, covers, trackGeneration, analysisTimer, logger } = deps;
  async function restore(trackId: string, key: string | null, again: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await again())) return;
      logger.warn({ trackId, key }, 'a file of a track is missing, and is made again');
      analysisTimer.wake();
      await trackGeneration.advance();
    } catch (error) {
      logger.warn({ trackId, key, reason: reasonOf(error) }, 'a missing file could not be queued again');
    }
  }
  return {
    rendition: (trackId: string, key: string): Promise<void> =>
      restore(trackId, key, () => renditions.jobs.makeAgain(trackId, key)),

    cover: (trackId: string, key: string): Promise<void> =>
      restore(trackId, key, () => covers.jobs.makeAgain(trackId, key)),

    /** The copies of a cover that is another one since. */
    formerCover: (trackId: string): Promise<void> =>
      restore(trackId, null, () => covers.makeOfNewCover(trackId)),
  };
}
