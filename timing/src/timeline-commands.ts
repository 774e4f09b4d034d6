// What commands make of a timeline: for servers, and for what stands in for one.
import { positionAt, type Timeline } from './timeline.ts';
import { microseconds, milliseconds, msToUs, type Microseconds, type Milliseconds } from './units.ts';

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

/** The timeline after the queue has moved on: another item, from its beginning. */
export function advance(timeline: Timeline, queueItemId: string, anchorUs: Microseconds): Timeline {
  return revised(timeline, { queueItemId, anchorServerTimeUs: anchorUs, anchorPositionMs: milliseconds(0) });
}
