/** Below the player's tolerance nothing is done. Up to this error the rate is changed; beyond it the track is restarted. */
export const RESYNC_THRESHOLD_MS = 200;
/** The largest change of the rate: listeners do not notice 0.3 %. */
const MAX_RATE_CHANGE = 0.003;
/** A correction ends near zero, at this part of the tolerance: otherwise the error would stay just below the tolerance. */
const DONE_FRACTION = 0.2;
/** After a start, errors are not judged for this long: they come from the start's own latency. */
export const COOL_DOWN_MS = 1500;

export type Correction = 'none' | 'rate' | 'done' | 'resync';

/**
 * Decides what to do about a playback error, in tiers with hysteresis.
 *
 * @param errorMs heard minus due; positive is early
 * @param correcting whether the rate is changed at present
 * @param toleranceMs the player's own noise
 * @param thresholdMs the error beyond which the track is restarted
 */
export function chooseCorrection(
  errorMs: number,
  correcting: boolean,
  toleranceMs: number,
  thresholdMs = RESYNC_THRESHOLD_MS,
): Correction {
  const size = Math.abs(errorMs);
  if (size > thresholdMs) return 'resync';
  if (correcting && size <= toleranceMs * DONE_FRACTION) return 'done';
  if (!correcting && size <= toleranceMs) return 'none';
  return 'rate';
}

/** The rate that takes an error back; near zero in proportion to it, so that one tick does not overshoot. */
export function correctingRate(errorMs: number): number {
  return 1 - Math.sign(errorMs) * Math.min(MAX_RATE_CHANGE, Math.abs(errorMs) / 2000);
}

/** The shortest time from one resync to the next; doubled each time, up to the longest. */
const FIRST_PAUSE_US = 5_000_000;
const LONGEST_PAUSE_US = 3_600_000_000;

/**
 * Limits resyncs, because listeners hear each as a skip. A device that a resync does not help, or that cannot keep up,
 * ends at one an hour; between them its rate is changed.
 */
export class ResyncBudget {
  #pauseUs = FIRST_PAUSE_US;
  #nextUs = -Infinity;

  /** Takes one resync from the budget; false when none is due yet. */
  take(nowUs: number): boolean {
    if (nowUs < this.#nextUs) return false;
    this.#nextUs = nowUs + this.#pauseUs;
    this.#pauseUs = Math.min(this.#pauseUs * 2, LONGEST_PAUSE_US);
    return true;
  }

  /** Starts over: a new position was asked for, or the page came back, so earlier resyncs tell nothing. */
  reset(): void {
    this.#pauseUs = FIRST_PAUSE_US;
    this.#nextUs = -Infinity;
  }
}
