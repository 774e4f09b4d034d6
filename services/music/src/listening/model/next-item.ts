import {
  advance,
  endsAt,
  milliseconds,
  usToMs,
  microseconds,
  msToUs,
  type Microseconds,
  type Milliseconds,
  type Timeline,
} from '@downbeat/timing';
import type { QueueItem, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import { currentItem, type RoomState } from './room-state.ts';

/** One version of a session's timeline. */
export interface TimelineVersion {
  readonly sessionId: string;
  readonly epoch: number;
  readonly revision: number;
}

type Playback = Pick<RoomState, 'timeline' | 'room'>;

function itemsAfterCurrent({ room, timeline }: Playback): readonly QueueItem[] {
  const index = room.queue.findIndex(({ id }) => id === timeline.queueItemId);
  return index === -1 ? [] : room.queue.slice(index + 1);
}

/** The tracks of the items that may follow the current one, each once. */
export function followingTrackIds(playback: Playback): string[] {
  return [...new Set(itemsAfterCurrent(playback).map(({ trackId }) => trackId))];
}

/** When the playing item ends and another one follows; undefined when nothing is playing, or the last item is. */
export function advanceDueAt(playback: Playback): Microseconds | undefined {
  const item = currentItem(playback);
  if (item === undefined || itemsAfterCurrent(playback).length === 0) return undefined;
  return endsAt(playback.timeline, milliseconds(item.durationMs));
}

/**
 * When to announce an advance: a lead time before it is due, but not before the current item has started. Otherwise a
 * member that joins now would skip the current item.
 */
export function announcementOf(
  { timeline }: Playback,
  dueUs: Microseconds,
  leadTimeMs: Milliseconds,
): { readonly atUs: Microseconds; readonly leadTimeMs: Milliseconds } {
  const atUs = microseconds(Math.max(dueUs - msToUs(leadTimeMs), timeline.anchorServerTimeUs));
  return { atUs, leadTimeMs: usToMs(microseconds(dueUs - atUs)) };
}

/**
 * The timeline after an advance: the next item whose track exists, from the exact end of the playing one. Items that
 * would already have ended are skipped, so a late advance continues where playback should be.
 * @param nowUs the current time
 * @returns undefined when no track is left
 */
export function advancedTimeline(
  playback: Playback,
  dueUs: Microseconds,
  existingTrackIds: ReadonlySet<string>,
  nowUs: Microseconds,
): Timeline | undefined {
  const items = itemsAfterCurrent(playback).filter(({ trackId }) => existingTrackIds.has(trackId));
  let next: Timeline | undefined;
  let anchorUs = dueUs;
  for (const item of items) {
    next = advance(playback.timeline, item.id, anchorUs);
    anchorUs = endsAt(next, milliseconds(item.durationMs)) ?? anchorUs;
    if (anchorUs > nowUs) break;
  }
  return next;
}

/** The message that tells the members about an advance. */
export function advanceMessage(timeline: Timeline, leadTimeMs: Milliseconds): TimelineChanged {
  const commandId = `advance-${timeline.epoch}-${timeline.revision}`;
  return { type: 'timeline', commandId, timeline, leadTimeMs, by: null };
}
