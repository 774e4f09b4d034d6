import type { Generation } from '@downbeat/shared/cache';

/** The lists of tracks are read from the database after each change, so the work on many tracks announces few. */
const ANNOUNCE_MS = 2_000;

export type Announcer = ReturnType<typeof createAnnouncer>;

/**
 * Lets the cached lists and tracks be read again, soon after tracks have changed.
 * @param betweenMs the time between two announcements
 */
export function createAnnouncer(trackGeneration: Pick<Generation, 'advance'>, betweenMs = ANNOUNCE_MS) {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  const wait = (ms: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDue) return;
      isDue = false;
      void trackGeneration.advance();
      wait(betweenMs);
    }, ms).unref();
  };
  return {
    announce(): void {
      isDue = true;
      if (timer === undefined) wait(ANNOUNCE_MS);
    },
    /** Announces at once what is not announced yet. */
    async stop(): Promise<void> {
      clearTimeout(timer);
      timer = undefined;
      if (!isDue) return;
      isDue = false;
      await trackGeneration.advance();
    },
  };
}
