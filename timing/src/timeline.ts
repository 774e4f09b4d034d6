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

/** The timeline of a session that has not played anything yet. */
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

/** The instant at which a command given at `serverTimeUs` takes effect: a whole number of microseconds. */
export function anchorAfter(serverTimeUs: Microseconds, leadTimeMs: Milliseconds): Microseconds {
  return microseconds(Math.round(serverTimeUs + msToUs(leadTimeMs)));
}

/** Where to play; without either field, playback resumes at the current position. */
export interface PlayTarget {
  readonly queueItemId?: string | undefined;
  readonly positionMs?: Milliseconds | undefined;
}

function revised(timeline: Timeline, change: Partial<Timeline>): Timeline {
  return { ...timeline, ...change, revision: timeline.revision + 1 };
}

function changesItem(timeline: Timeline, target: PlayTarget): boolean {
  return target.queueItemId !== undefined && target.queueItemId !== timeline.queueItemId;
}

function startPosition(
  timeline: Timeline,
  target: PlayTarget,
  currentMs: Milliseconds,
  endMs: Milliseconds,
): Milliseconds {
  if (target.positionMs !== undefined) return target.positionMs;
  const startsOver = changesItem(timeline, target) || currentMs >= endMs;
  return startsOver ? milliseconds(0) : currentMs;
}

/**
 * The timeline after `play`. When the same item is playing and no other position is given, the anchor is kept: a
 * second `play` changes nothing that can be heard. At the end of the track it starts over.
 * @param anchorUs when it takes effect, from {@link anchorAfter}
 * @param durationMs of the item that is current before the command
 */
export function play(
  timeline: Timeline,
  target: PlayTarget,
  anchorUs: Microseconds,
  durationMs: Milliseconds,
): Timeline {
  const currentMs = positionAt(timeline, anchorUs, durationMs);
  const unchanged =
    !changesItem(timeline, target) && target.positionMs === undefined && currentMs < durationMs;
  if (timeline.state === 'playing' && unchanged) return revised(timeline, {});
  return revised(timeline, {
    queueItemId: target.queueItemId ?? timeline.queueItemId,
    anchorServerTimeUs: anchorUs,
    anchorPositionMs: startPosition(timeline, target, currentMs, durationMs),
    state: 'playing',
  });
}

/** The timeline after `pause`: every member stops at the same sample, the one of the anchor. */
export function pause(timeline: Timeline, anchorUs: Microseconds, durationMs: Milliseconds): Timeline {
  return revised(timeline, {
    anchorServerTimeUs: anchorUs,
    anchorPositionMs: positionAt(timeline, anchorUs, durationMs),
    state: 'paused',
  });
}

/** The timeline after `seek`: playback goes on from there, or will start from there. */
export function seek(timeline: Timeline, positionMs: Milliseconds, anchorUs: Microseconds): Timeline {
  return revised(timeline, { anchorServerTimeUs: anchorUs, anchorPositionMs: positionMs });
}

/**
 * The same moment of playback in a new timebase: after a change of reference, or for a restored session. Revisions begin
 * at 0, since revisions of different epochs cannot be compared.
 * @param positionMs where playback was
 * @param anchorUs when it goes on, in the new timebase
 */
export function rebase(
  timeline: Timeline,
  epoch: number,
  positionMs: Milliseconds,
  anchorUs: Microseconds,
): Timeline {
  return { ...timeline, epoch, revision: 0, anchorServerTimeUs: anchorUs, anchorPositionMs: positionMs };
}

/** The instant at which the playing item ends, in whole microseconds; undefined while nothing is playing. */
export function endsAt(timeline: Timeline, durationMs: Milliseconds): Microseconds | undefined {
  const { anchorPositionMs, anchorServerTimeUs, rate, state } = timeline;
  if (state !== 'playing') return undefined;
  const remainingUs = msToUs(milliseconds(Math.max(durationMs - anchorPositionMs, 0) / rate));
  return microseconds(Math.round(anchorServerTimeUs + remainingUs));
}

/** The timeline after the queue has moved on: another item, from its beginning. */
export function advance(timeline: Timeline, queueItemId: string, anchorUs: Microseconds): Timeline {
  return revised(timeline, { queueItemId, anchorServerTimeUs: anchorUs, anchorPositionMs: milliseconds(0) });
}
