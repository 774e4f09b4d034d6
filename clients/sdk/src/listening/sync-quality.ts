import type { ClockSync } from './clock-sync.ts';
import type { Conductor } from './conductor.ts';
import type { LocalClock } from './local-clock.ts';
import type { ClientMessage } from './messages.ts';

/** How well this member keeps time, now. */
export interface SyncQuality {
  synchronised: boolean;
  /** One standard deviation of the clock estimate. */
  clockErrorMs: number | null;
  driftPpm: number;
  roundTripP95Ms: number | null;
  /** Heard minus due. */
  playbackErrorMs: number | null;
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
