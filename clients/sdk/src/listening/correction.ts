/** Below the player's tolerance nothing is done; from there on the rate is bent; beyond this the track is re-anchored. */
export const RESYNC_THRESHOLD_MS = 200;
/** The most that the rate is bent: 0.3 % is below what ears tell apart. */
const RATE_BEND = 0.003;
/** A correction ends close to zero, not at the threshold that began it: else it would park there for ever. */
const DONE_FRACTION = 0.2;
/** After a re-anchoring, its own latency is not drift: nothing is judged for this long. */
export const COOL_DOWN_MS = 1500;

export type Correction =
  { kind: 'none' } | { kind: 'rate'; rate: number } | { kind: 'done' } | { kind: 'resync' };

/**
 * Decides what to do about a playback error, in tiers with hysteresis.
 *
 * @param errorMs heard minus due; positive is early
 * @param correcting whether the rate is bent at present
 * @param toleranceMs the player's own noise
 */
export function chooseCorrection(errorMs: number, correcting: boolean, toleranceMs: number): Correction {
  const size = Math.abs(errorMs);
  if (size > RESYNC_THRESHOLD_MS) return { kind: 'resync' };
  if (correcting && size <= toleranceMs * DONE_FRACTION) return { kind: 'done' };
  if (!correcting && size <= toleranceMs) return { kind: 'none' };
  return { kind: 'rate', rate: bentRate(errorMs) };
}

/** The rate that takes an error back, in proportion near the end so that a tick of the loop does not overshoot. */
export function bentRate(errorMs: number): number {
  return 1 - Math.sign(errorMs) * Math.min(RATE_BEND, Math.abs(errorMs) / 2000);
}
