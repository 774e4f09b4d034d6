import { microseconds, milliseconds, usToMs, type Microseconds, type Milliseconds } from './units.ts';

export type TimelineState = 'stopped' | 'playing' | 'paused';

/** A timeline as it travels: the same fields, the numbers not yet told apart. */
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
 * The anchor usually lies in the future, so that every member can meet it.
 */
export interface Timeline extends WireTimeline {
  readonly anchorServerTimeUs: Microseconds;
  readonly anchorPositionMs: Milliseconds;
}

/** Brands the numbers of a timeline that was received. A timeline can be sent as it is. */
export function timelineFrom(wire: WireTimeline): Timeline {
  return {
    ...wire,
    anchorServerTimeUs: microseconds(wire.anchorServerTimeUs),
    anchorPositionMs: milliseconds(wire.anchorPositionMs),
  };
}

/** The timeline of a session in which nothing was played yet. */
export function stoppedTimeline(
  epoch: number,
  queueItemId: string | null,
  serverTimeUs: Microseconds,
): Timeline {
  return {
    epoch,
    revision: 0,
    queueItemId,
    anchorServerTimeUs: microseconds(Math.round(serverTimeUs)),
    anchorPositionMs: milliseconds(0),
    rate: 1,
    state: 'stopped',
  };
}

/**
 * The position at an instant of the session's timebase.
 * @param durationMs of the track, if known: playback rests at its end
 * @returns milliseconds into the track; before the anchor, the position that playback will start from
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
