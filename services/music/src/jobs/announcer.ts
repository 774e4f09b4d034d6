import type { Generation } from '@downbeat/shared/cache';

/** The lists of tracks are read from the database after each change, so the work on many tracks announces few. */
const ANNOUNCE_MS = 2_000;

export type Announcer = ReturnType<typeof createAnnouncer>;

/** Lets the cached lists and tracks be read again, soon after tracks have changed. */
export function createAnnouncer(trackGeneration: Generation) {
  let announcing: NodeJS.Timeout | undefined;
  return {
    announce(): void {
      announcing ??= setTimeout(() => {
        announcing = undefined;
        void trackGeneration.advance();
      }, ANNOUNCE_MS).unref();
    },
    /** Announces at once what is not announced yet. */
    async stop(): Promise<void> {
      if (announcing === undefined) return;
      clearTimeout(announcing);
      announcing = undefined;
      await trackGeneration.advance();
    },
  };
}
