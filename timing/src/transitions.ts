import { positionAt, type Timeline } from './timeline.ts';
import { microseconds, milliseconds, msToUs, type Microseconds, type Milliseconds } from './units.ts';

/** The instant at which a command given at `serverTimeUs` takes effect: a whole number of microseconds. */
export function anchorAfter(serverTimeUs: Microseconds, leadTimeMs: Milliseconds): Microseconds {
  return microseconds(Math.round(serverTimeUs + msToUs(leadTimeMs)));
}

/** What `play` asks for; without either field it goes on where playback was. */
export interface PlayTarget {
  readonly queueItemId?: string | undefined;
  readonly positionMs?: Milliseconds | undefined;
}

function next(timeline: Timeline, change: Partial<Timeline>): Timeline {
  return { ...timeline, ...change, revision: timeline.revision + 1 };
}

function changesItem(timeline: Timeline, target: PlayTarget): boolean {
  return target.queueItemId !== undefined && target.queueItemId !== timeline.queueItemId;
}

function startPosition(
  timeline: Timeline,
  target: PlayTarget,
  restMs: Milliseconds,
  endMs: Milliseconds,
): Milliseconds {
  if (target.positionMs !== undefined) return target.positionMs;
  const startsOver = changesItem(timeline, target) || restMs >= endMs;
  return startsOver ? milliseconds(0) : restMs;
}

/**
 * The timeline after `play`. Already playing the same item and asked for no other position, it keeps its anchor:
 * a second `play` is heard by nobody. At the end of the track it starts over.
 * @param anchorUs when it takes effect, from {@link anchorAfter}
 * @param durationMs of the item that is current before the command
 */
export function play(
  timeline: Timeline,
  target: PlayTarget,
  anchorUs: Microseconds,
  durationMs: Milliseconds,
): Timeline {
  const restMs = positionAt(timeline, anchorUs, durationMs);
  const undisturbed =
    !changesItem(timeline, target) && target.positionMs === undefined && restMs < durationMs;
  if (timeline.state === 'playing' && undisturbed) return next(timeline, {});
  return next(timeline, {
    queueItemId: target.queueItemId ?? timeline.queueItemId,
    anchorServerTimeUs: anchorUs,
    anchorPositionMs: startPosition(timeline, target, restMs, durationMs),
    state: 'playing',
  });
}

/** The timeline after `pause`: everyone stops at the same sample, the one that is due at the anchor. */
export function pause(timeline: Timeline, anchorUs: Microseconds, durationMs: Milliseconds): Timeline {
  return next(timeline, {
    anchorServerTimeUs: anchorUs,
    anchorPositionMs: positionAt(timeline, anchorUs, durationMs),
    state: 'paused',
  });
}

/** The timeline after `seek`: what plays goes on from there, what rests will start from there. */
export function seek(timeline: Timeline, positionMs: Milliseconds, anchorUs: Microseconds): Timeline {
  return next(timeline, { anchorServerTimeUs: anchorUs, anchorPositionMs: positionMs });
}

/**
 * The same moment of playback, written for a new timebase: after a change of reference, or a restored session.
 * Revisions begin anew, since no earlier one means anything in the new epoch.
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
