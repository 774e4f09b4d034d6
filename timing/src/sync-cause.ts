/** What a member's device measures of itself between two reports. */
export interface SyncFacts {
  /** Heard minus due, in milliseconds; null while nothing should sound. */
  readonly playbackErrorMs: number | null;
  /** One standard deviation of the clock estimate, in milliseconds; null while the session's time is not known. */
  readonly clockErrorMs: number | null;
  /** How long something should have sounded that was not loaded yet, in milliseconds. */
  readonly stalledMs: number;
  /** How long a loaded track should have sounded, but did not, in milliseconds. */
  readonly silentMs: number;
  /** How much later than asked the timers ran, at most, in milliseconds. */
  readonly timerDelayMs: number;
}

/**
 * Why a member is not in step: its `clock` estimate is too uncertain, its `output` is off, the track does not arrive in time
 * (`stall`), or the browser runs the timers of its tab too rarely to correct anything (`throttled`).
 */
export type SyncCause = 'clock' | 'output' | 'stall' | 'throttled';

/** Two sounds that are closer than this are heard as one, also by people who make music together. */
const IN_STEP_MS = 20;
/** Half of {@link IN_STEP_MS}: with such a deviation two of three instants are that good. */
const UNSURE_CLOCK_MS = 10;
/** Every device is silent for less than this at a start. */
const SHORTEST_SILENCE_MS = 500;
/** A device that joins or skips loads and decodes a whole track first, which takes some seconds everywhere. */
const SHORTEST_STALL_MS = 3000;
/** Timers of a hidden tab run once a second or more rarely; a busy page delays them by less. */
const THROTTLED_MS = 500;

/**
 * Why a member is not in step, by what its device measures; null for one that is, and while nothing should sound. What hides the
 * other causes comes first.
 */
export function syncCause(facts: SyncFacts): SyncCause | null {
  const { playbackErrorMs, clockErrorMs, stalledMs, silentMs, timerDelayMs } = facts;
  if (stalledMs >= SHORTEST_STALL_MS) return 'stall';
  const isSilent = silentMs >= SHORTEST_SILENCE_MS;
  if (playbackErrorMs === null && !isSilent) return null;
  if (clockErrorMs !== null && clockErrorMs > UNSURE_CLOCK_MS) return 'clock';
  if (!isSilent && Math.abs(playbackErrorMs ?? 0) <= IN_STEP_MS) return null;
  return timerDelayMs >= THROTTLED_MS ? 'throttled' : 'output';
}
