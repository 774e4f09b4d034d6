import type { PlayReport } from '../generated/music.types.gen.ts';

/** A play that has not been reported yet, and the user who played it. */
export interface WaitingPlay extends PlayReport {
  userId: string;
}

/** Where plays wait that could not be reported yet, e.g. without a network. */
export interface PlayStore {
  load(): readonly WaitingPlay[];
  save(plays: readonly WaitingPlay[]): void;
}

export function memoryPlayStore(): PlayStore {
  let kept: readonly WaitingPlay[] = [];
  return {
    load: () => kept,
    save: (plays) => {
      kept = plays;
    },
  };
}

/**
 * Keeps the plays across reloads. Text of another shape counts as none.
 *
 * @param storage gives it at each use, e.g. `() => localStorage`; where that throws, the plays wait in memory
 */
export function webPlayStore(storage: () => Storage, key = 'downbeat.plays'): PlayStore {
  const fallback = memoryPlayStore();
  return {
    load: () => {
      try {
        const stored: unknown = JSON.parse(storage().getItem(key) ?? '[]');
        return Array.isArray(stored) ? stored.filter(isWaitingPlay) : [];
      } catch {
        return fallback.load();
      }
    },
    save: (plays) => {
      fallback.save(plays);
      try {
        storage().setItem(key, JSON.stringify(plays));
      } catch {
        // A full or forbidden storage: they wait in memory.
      }
    },
  };
}

function isWaitingPlay(value: unknown): value is WaitingPlay {
  const play = Object(value) as Partial<Record<keyof WaitingPlay, unknown>>;
  const texts = [play.id, play.userId, play.trackId, play.startedAt];
  return texts.every((text) => typeof text === 'string') && typeof play.playedMs === 'number';
}
