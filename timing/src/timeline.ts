import { microseconds, milliseconds, msToUs, usToMs, type Microseconds, type Milliseconds } from './units.ts';

export type TimelineState = 'stopped' | 'playing' | 'paused';

/** A timeline in a message: the same fields, with plain numbers. */
export interface WireTimeline {
  readonly epoch: number;
  readonly revision: number;
  readonly queueItemId: string | null;
  readonly anchorServerTimeUs: number;
  readonly anchorPositionMs: number;
  readonly rate: number;
  readonly state: TimelineState;
}

/**
 * Where a session's playback is, for every instant of the session's one timebase. While `playing`, the position at
 * time t is `anchorPositionMs + (t - anchorServerTimeUs) / 1000 * rate`; otherwise it rests at `anchorPositionMs`.
 * The anchor is usually in the future, so that every member can start at it.
 */
export interface Timeline extends WireTimeline {
  readonly anchorServerTimeUs: Microseconds;
  readonly anchorPositionMs: Milliseconds;
}

/** Brands the numbers of a received timeline. */
export function timelineFrom(wire: WireTimeline): Timeline {
  return {
    ...wire,
    anchorServerTimeUs: microseconds(wire.anchorServerTimeUs),
    anchorPositionMs: milliseconds(wire.anchorPositionMs),
  };
}

/**
 * The position at an instant of the session's timebase.
 * @param durationMs of the track, if known: the position does not go beyond it
 * @returns milliseconds into the track; before the anchor, the position at which playback will start
 */
export function positionAt(
  timeline: Timeline,
  serverTimeUs: Microseconds,
  durationMs: Milliseconds = milliseconds(Number.MAX_SAFE_INTEGER),
): Milliseconds {
  const { anchorPositionMs, anchorServerTimeUs, rate, state } = timeline;
  if (state !== 'playing') return anchorPositionMs;
  const elapsedMs = usToMs(microseconds(Math.max(serverTimeUs - anchorServerTimeUs, 0)));
  return milliseconds(Math.min(anchorPositionMs + elapsedMs * rate, durationMs));
}

/** Whether `candidate` replaces `current`: of a later epoch, or of a later revision in the same. */
export function isNewer(candidate: WireTimeline, current: WireTimeline): boolean {
  if (candidate.epoch !== current.epoch) return candidate.epoch > current.epoch;
  return candidate.revision > current.revision;
}

/** The instant at which the playing item ends, in whole microseconds; undefined while nothing is playing. */
export function endsAt(timeline: Timeline, durationMs: Milliseconds): Microseconds | undefined {
  const { anchorPositionMs, anchorServerTimeUs, rate, state } = timeline;
  if (state !== 'playing') return undefined;
  const remainingUs = msToUs(milliseconds(Math.max(durationMs - anchorPositionMs, 0) / rate));
  return microseconds(Math.round(anchorServerTimeUs + remainingUs));
}
