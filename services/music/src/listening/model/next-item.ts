import {
  advance,
  endsAt,
  milliseconds,
  usToMs,
  microseconds,
  msToUs,
  upcoming,
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

/** The items that may follow the current one. */
export function itemsAfterCurrent({ room, timeline }: Playback): readonly QueueItem[] {
  return upcoming(room, timeline.queueItemId);
}

/** When the playing item ends and another one follows; undefined when nothing is playing, or nothing follows. */
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
 * The timeline after an advance: the next item that can be played, from the exact end of the playing one. Items that
 * would already have ended are skipped, so a late advance continues where playback should be.
 * @param nowUs the current time
 * @returns undefined when no item is left
 */
export function advancedTimeline(
  playback: Playback,
  dueUs: Microseconds,
  playable: ReadonlySet<QueueItem>,
  nowUs: Microseconds,
): Timeline | undefined {
  const items = repeatedItems(playback, playable);
  let next: Timeline | undefined;
  let anchorUs = microseconds(dueUs + wholeCyclesUs(playback, items, nowUs - dueUs));
  for (const item of items) {
    next = advance(playback.timeline, item.id, anchorUs);
    anchorUs = endsAt(next, milliseconds(item.durationMs)) ?? anchorUs;
    if (anchorUs > nowUs) break;
  }
  return next;
}

/** The items that follow one another, from the end of the current one on: with `one` only that one, while it can be played. */
function repeatedItems(playback: Playback, playable: ReadonlySet<QueueItem>): readonly QueueItem[] {
  const items = itemsAfterCurrent(playback).filter((item) => playable.has(item));
  const [first] = items;
  const isRepeated = playback.room.repeat === 'one' && first?.id === playback.timeline.queueItemId;
  return isRepeated ? items.slice(0, 1) : items;
}

/** How long the items are repeated as a whole before `lateUs`; 0 for items that are not repeated. */
function wholeCyclesUs({ room, timeline }: Playback, items: readonly QueueItem[], lateUs: number): number {
  const last = items.at(-1);
  if (lateUs <= 0 || last === undefined || room.repeat === 'off') return 0;
  // Without its track the current item is not played again, and neither is what comes after it when it alone is repeated.
  if (room.repeat === 'one' && last.id !== timeline.queueItemId) return 0;
  const cycleMs = items.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const cycleUs = msToUs(milliseconds(cycleMs / timeline.rate));
  return Math.floor(lateUs / cycleUs) * cycleUs;
}

/** The message that tells the members about an advance. */
export function advanceMessage(timeline: Timeline, leadTimeMs: Milliseconds): TimelineChanged {
  const commandId = `advance-${timeline.epoch}-${timeline.revision}`;
  return { type: 'timeline', commandId, timeline, leadTimeMs, by: null };
}
