// What becomes of playback when the queue changes, and which item follows the playing one.
import { entriesAfter, entryBefore, type QueueEntry, type RepeatMode } from './queue.ts';
import { advance, anchorAfter } from './timeline-commands.ts';
import { endsAt, positionAt, type Timeline, type WireTimeline } from './timeline.ts';
import { microseconds, milliseconds, type Microseconds, type Milliseconds } from './units.ts';

export interface TimedEntry extends QueueEntry {
  readonly durationMs: number;
}

/** A queue, and what follows the end of an item. */
export interface PlaybackQueue<Item extends TimedEntry = TimedEntry> {
  readonly queue: readonly Item[];
  readonly repeat: RepeatMode;
}

/** Later than this in an item, "previous" goes to its beginning, as the buttons of players do. */
export const RESTART_AFTER_MS = milliseconds(3000);

/** Whether two timelines of an epoch play the same at every instant; only their revisions may differ. */
export function isSamePlayback(one: WireTimeline, other: WireTimeline): boolean {
  return (
    one.epoch === other.epoch &&
    one.queueItemId === other.queueItemId &&
    one.anchorServerTimeUs === other.anchorServerTimeUs &&
    one.anchorPositionMs === other.anchorPositionMs &&
    one.rate === other.rate &&
    one.state === other.state
  );
}

/** The entries that follow the end of the current one, in their order; the server goes to the first whose track exists. */
export function upcoming<Item extends TimedEntry>(
  { queue, repeat }: PlaybackQueue<Item>,
  currentId: string | null,
): readonly Item[] {
  if (repeat !== 'one') return entriesAfter(queue, currentId, repeat === 'all');
  const current = queue.find(({ id }) => id === currentId);
  return current === undefined ? [] : [current, ...entriesAfter(queue, currentId, false)];
}

/** The entry that "previous" goes to; the same one when it is restarted. */
export function previousEntry<Item extends TimedEntry>(
  { queue, repeat }: PlaybackQueue<Item>,
  timeline: Timeline,
  from: Item,
  nowUs: Microseconds,
): Item {
  // An item that still sounds while the next one is announced is near its end.
  const isLate =
    from.id !== timeline.queueItemId ||
    positionAt(timeline, nowUs, milliseconds(from.durationMs)) > RESTART_AFTER_MS;
  return isLate ? from : (entryBefore(queue, from.id, repeat === 'all') ?? from);
}

/**
 * The timeline after an edit of the queue or of the repeat mode. Usually playback goes on unchanged. When the current
 * entry was removed, the next one that is left starts; when playback had come to the end of the queue and something
 * follows now, that starts.
 */
export function afterEdit(
  timeline: Timeline,
  before: PlaybackQueue,
  after: PlaybackQueue,
  nowUs: Microseconds,
  leadTimeMs: Milliseconds,
): Timeline {
  const revised = { ...timeline, revision: timeline.revision + 1 };
  const anchorUs = anchorAfter(nowUs, leadTimeMs);
  const current = after.queue.find(({ id }) => id === timeline.queueItemId);
  if (current === undefined) return withoutCurrent(revised, before, after, anchorUs);
  const endUs = endsAt(timeline, milliseconds(current.durationMs));
  const [next] = upcoming(after, current.id);
  const isAtEnd = endUs !== undefined && endUs <= anchorUs && upcoming(before, current.id).length === 0;
  if (!isAtEnd || next === undefined) return revised;
  return advance(timeline, next.id, microseconds(Math.max(endUs, anchorUs)));
}

/** What still sounds before the anchor of the removed item goes on until then. */
function withoutCurrent(
  revised: Timeline,
  before: PlaybackQueue,
  after: PlaybackQueue,
  earliestUs: Microseconds,
): Timeline {
  const next = successor(revised.queueItemId, before, after);
  const anchorServerTimeUs = microseconds(Math.max(earliestUs, revised.anchorServerTimeUs));
  const atBeginning = { ...revised, anchorServerTimeUs, anchorPositionMs: milliseconds(0) };
  if (next !== undefined) return { ...atBeginning, queueItemId: next.id };
  return { ...atBeginning, queueItemId: after.queue[0]?.id ?? null, state: 'stopped' };
}

/** What follows a removed entry: the next one that is left, or else the first new one. */
function successor(
  removedId: string | null,
  before: PlaybackQueue,
  after: PlaybackQueue,
): TimedEntry | undefined {
  const left = new Set(after.queue.map(({ id }) => id));
  const known = new Set(before.queue.map(({ id }) => id));
  const following = entriesAfter(before.queue, removedId, before.repeat === 'all');
  return following.find(({ id }) => left.has(id)) ?? after.queue.find(({ id }) => !known.has(id));
}
