import type { ClockSync } from './clock-sync.ts';
import type { Conductor } from './conductor.ts';
import type { LocalClock } from './local-clock.ts';
import type { ClientMessage } from './messages.ts';

/** How well this member keeps time, now. */
export interface SyncQuality {
  /** Whether the session's time is known; the numbers mean little before. */
  synchronised: boolean;
  /** One standard deviation of the clock estimate, in milliseconds. */
  clockErrorMs: number | null;
  /** How much faster the session's clock runs than this device's, in parts per million; negative is slower. */
  driftPpm: number;
  /** 95 of 100 round trips to the server take at most so many milliseconds. */
  roundTripP95Ms: number | null;
  /** What is heard minus what is due, in milliseconds: negative is late. Null while nothing should sound. */
  playbackErrorMs: number | null;
  /** How often the player was started anew since the room was opened, being silent or too far off to be nudged. */
  resyncs: number;
}

/** Reads the quality off the clock estimate and the player's error. */
export function readQuality(sync: ClockSync, conductor: Conductor, clock: LocalClock): SyncQuality {
  const { estimator, synchronised } = sync;
  return {
    synchronised,
    clockErrorMs: synchronised ? estimator.uncertaintyUs(clock.nowUs()) / 1000 : null,
    driftPpm: estimator.driftPpm,
    roundTripP95Ms: estimator.roundTripP95Ms ?? null,
    playbackErrorMs: conductor.errorMs,
    resyncs: conductor.resyncs,
  };
}

/** What the server is told of it, so that starts are set far enough ahead; null while there is nothing to tell. */
export function reportOf(quality: SyncQuality, outputDelayMs: number): ClientMessage | null {
  const { roundTripP95Ms, clockErrorMs, driftPpm, playbackErrorMs } = quality;
  if (roundTripP95Ms === null) return null;
  return {
    type: 'report',
    roundTripP95Ms,
    outputDelayMs,
    driftPpm,
    ...(clockErrorMs === null ? {} : { offsetErrorMs: clockErrorMs }),
    ...(playbackErrorMs === null ? {} : { playbackErrorMs }),
  };
}
