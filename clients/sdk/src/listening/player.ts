import type { Microseconds, Milliseconds } from '@downbeat/timing';

/** What a player is asked to sound. */
export interface PlayableTrack {
  queueItemId: string;
  trackId: string;
  /** Absolute, signed: needs no header. */
  url: string;
  durationMs: number;
}

/**
 * Makes sound at stated moments. All instants are on the room's local clock, and mean the moment at which the
 * sound leaves the device, not the one at which it enters a buffer: a player accounts for its own output delay.
 */
export interface Player {
  /** Fetches and prepares a track; what sounded before goes on until `start` or `stop`. */
  load(track: PlayableTrack, signal: AbortSignal): Promise<void>;
  /** Has the loaded track be at `positionMs` at the instant `atUs`, which may have passed: then it joins late. */
  start(atUs: Microseconds, positionMs: Milliseconds): void;
  /** Falls silent at the instant. */
  stop(atUs: Microseconds): void;
  /** The position that is heard at this instant; null while nothing sounds. */
  heardPositionMs(atUs: Microseconds): Milliseconds | null;
  /** Plays faster or slower by this factor (1.003 is +0.3 %), without a gap. */
  setRate(rate: number): void;
  /** What this device adds between buffer and ear, as far as it is known. */
  readonly outputDelayMs: number;
  /** Below this an error is not worth a correction: the player's own noise. */
  readonly toleranceMs: number;
  close(): void;
}
