import type { Microseconds } from '@downbeat/timing';

/** What went wrong lately. */
export interface WindowFacts {
  /** The largest playback error, with its sign; null while nothing should sound. */
  errorMs: number | null;
  stalledMs: number;
  silentMs: number;
  timerDelayMs: number;
  /** What the player was told last to come back into step. */
  correction: 'none' | 'rate' | 'resync';
}

const nothing: WindowFacts = {
  ...{ errorMs: null, stalledMs: 0, silentMs: 0, timerDelayMs: 0 },
  correction: 'none',
};

/** One tick tells at most so much: what a device did while it slept is not known. */
const LONGEST_TICK_MS = 2000;
/** A device whose timers were later has slept. */
const SLEPT_MS = 60_000;

const larger = (one: number | null, other: number | null): number | null =>
  Math.abs(one ?? 0) >= Math.abs(other ?? 0) ? (one ?? other) : other;

/** Collects, for one to two intervals of reports, why this device may not be in step. */
export class SyncWindow {
  #earlier = nothing;
  #current = nothing;
  #tickedUs: Microseconds | null = null;

  /**
   * A timer has run that should run each `intervalMs`.
   * @param heard what was heard since it ran last: the playback error, `stalled` when the track was not loaded, `silent` when it
   *   was; null when nothing should sound
   */
  ticked(nowUs: Microseconds, intervalMs: number, heard: number | 'stalled' | 'silent' | null): void {
    const elapsedMs = this.#tickedUs === null ? 0 : (nowUs - this.#tickedUs) / 1000;
    this.#tickedUs = nowUs;
    const countedMs = Math.min(elapsedMs, LONGEST_TICK_MS);
    const delayMs = elapsedMs < SLEPT_MS ? elapsedMs - intervalMs : 0;
    const { errorMs, stalledMs, silentMs, timerDelayMs } = this.#current;
    this.#current = {
      ...this.#current,
      errorMs: typeof heard === 'number' ? larger(heard, errorMs) : errorMs,
      stalledMs: stalledMs + (heard === 'stalled' ? countedMs : 0),
      silentMs: silentMs + (heard === 'silent' ? countedMs : 0),
      timerDelayMs: Math.max(timerDelayMs, delayMs),
    };
  }

  /** Nothing is to be heard for a while, so no timer runs. */
  rest(): void {
    this.#tickedUs = null;
  }

  corrected(correction: WindowFacts['correction']): void {
    this.#current = { ...this.#current, correction };
  }

  get facts(): WindowFacts {
    const [earlier, current] = [this.#earlier, this.#current];
    return {
      errorMs: larger(current.errorMs, earlier.errorMs),
      stalledMs: earlier.stalledMs + current.stalledMs,
      silentMs: earlier.silentMs + current.silentMs,
      timerDelayMs: Math.max(earlier.timerDelayMs, current.timerDelayMs),
      correction: current.correction === 'none' ? earlier.correction : current.correction,
    };
  }

  /** Call at the regular reports: what was collected before the last one is forgotten. */
  rotate(): void {
    this.#earlier = this.#current;
    this.#current = nothing;
  }
}
