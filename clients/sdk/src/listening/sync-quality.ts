import type { LocalClock } from '../players/player.ts';
import type { ClockSync } from './clock-sync.ts';
import type { ClientMessage } from './messages.ts';
import type { PlaybackController } from './playback-controller.ts';
import type { WindowFacts } from './sync-window.ts';

/** How well this member is synchronised, now. */
export interface SyncQuality {
  /** Whether the session's time is known; before that the numbers mean little. */
  synchronised: boolean;
  /** One standard deviation of the clock estimate, in milliseconds. */
  clockErrorMs: number | null;
  /** How much faster the session's clock runs than this device's, in parts per million; negative is slower. */
  driftPpm: number;
  /** 95 % of the round trips to the server take at most so many milliseconds. */
  roundTripP95Ms: number | null;
  /** What is heard minus what is due, in milliseconds: negative is late. Null while nothing should sound. */
  playbackErrorMs: number | null;
  /** How often the track was restarted since the room was opened, because it was silent or too far off. */
  resyncs: number;
}

/** Reads the quality from the clock estimate and the player's error. */
export function readQuality(sync: ClockSync, playback: PlaybackController, clock: LocalClock): SyncQuality {
  const { estimator, synchronised } = sync;
  return {
    synchronised,
    clockErrorMs: synchronised ? estimator.uncertaintyUs(clock.nowUs()) / 1000 : null,
    driftPpm: estimator.driftPpm,
    roundTripP95Ms: estimator.roundTripP95Ms ?? null,
    playbackErrorMs: playback.errorMs,
    resyncs: playback.resyncs,
  };
}

/**
 * The report to the server, which sets starts far enough ahead for every member, and tells those with the right who is not in
 * step; null before the first round trip.
 */
export function reportOf(
  quality: SyncQuality,
  outputDelayMs: number,
  { errorMs, ...problems }: WindowFacts,
): ClientMessage | null {
  const { roundTripP95Ms, clockErrorMs, driftPpm, resyncs } = quality;
  if (roundTripP95Ms === null) return null;
  return {
    type: 'report',
    roundTripP95Ms,
    outputDelayMs,
    driftPpm,
    resyncs,
    ...problems,
    ...(clockErrorMs === null ? {} : { offsetErrorMs: clockErrorMs }),
    ...(errorMs === null ? {} : { playbackErrorMs: errorMs }),
  };
}
