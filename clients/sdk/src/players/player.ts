import { microseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';

/** This machine's monotonic clock. Its zero has no meaning; only differences do. */
export interface LocalClock {
  nowUs(): Microseconds;
}

/** `performance.now()` in microseconds: monotonic, and the clock of Web Audio's output timestamps. */
export const performanceClock: LocalClock = {
  nowUs: () => microseconds(performance.now() * 1000),
};

/** A queue item's audio. */
export interface PlayableTrack {
  queueItemId: string;
  trackId: string;
  /** Absolute and signed: needs no header. */
  url: string;
  durationMs: number;
  /** What makes all tracks equally loud, in decibels; null or missing until the track is analysed. */
  gainDb?: number | null;
}

/**
 * Plays audio at given instants. The room loads the next track while the present one plays, so a player holds two
 * tracks at a time.
 *
 * All instants are on the room's local clock. They are the moments at which the sound leaves the device, not those at
 * which it enters a buffer: a player accounts for its own output delay.
 */
export interface Player {
  /** Fetches and prepares a track. Other tracks stay loaded, and what plays goes on. */
  load(track: PlayableTrack, signal: AbortSignal): Promise<void>;
  /** Frees a track that was loaded, or whose load was aborted or failed. */
  unload(queueItemId: string): void;
  /**
   * Plays a loaded track, so that it is at `positionMs` at the instant `atUs`. Until then what plays, and what was
   * scheduled for an earlier instant, goes on. When the instant has passed, the track starts now, further on.
   */
  start(queueItemId: string, atUs: Microseconds, positionMs: Milliseconds): void;
  /** Falls silent at the instant. Cancels every start that was scheduled for a later one. */
  stop(atUs: Microseconds): void;
  /** The position, in the track that is heard at this instant; null while nothing is heard. */
  heardPositionMs(atUs: Microseconds): Milliseconds | null;
  /** Plays faster or slower by this factor (1.003 is +0.3 %), without a gap. Each start resets it to 1. */
  setRate(rate: number): void;
  /** What this device adds between buffer and ear in milliseconds, as far as it is known. */
  readonly outputDelayMs: number;
  /** The player's own noise: a smaller error than this is not corrected. */
  readonly toleranceMs: number;
  close(): void;
}
