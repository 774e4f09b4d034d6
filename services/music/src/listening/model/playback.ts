import {
  anchorAfter,
  microseconds,
  milliseconds,
  pause,
  play,
  positionAt,
  previousEntry,
  seek,
  upcoming,
  type Microseconds,
  type Milliseconds,
  type Timeline,
} from '@downbeat/timing';
import type { QueueItem, Seek } from '../../generated/listening.schemas.gen.ts';
import type { PlaybackCommand } from './commands.ts';
import { MessageError } from './errors.ts';
import { limits } from './limits.ts';
import { currentItem, type RoomState } from './room-state.ts';

/** When a command was received, and how far ahead it can take effect for every member. */
export interface CommandTiming {
  readonly nowUs: Microseconds;
  readonly leadTimeMs: Milliseconds;
}

const NO_END = milliseconds(86_400_000);

function durationOf(item: QueueItem | undefined): Milliseconds {
  return item === undefined ? NO_END : milliseconds(item.durationMs);
}

function requireWithin(positionMs: number | undefined, item: QueueItem): void {
  if (positionMs === undefined || positionMs <= item.durationMs) return;
  throw new MessageError('POSITION_BEYOND_END', { detail: `The track is ${item.durationMs} ms long` });
}

/** The item with an id; by default the current one, or else the first. */
function itemOf(state: RoomState, queueItemId: string | undefined): QueueItem {
  const { queue } = state.room;
  const item =
    queueItemId === undefined ? (currentItem(state) ?? queue[0]) : queue.find(({ id }) => id === queueItemId);
  if (item !== undefined) return item;
  throw new MessageError(queue.length === 0 ? 'NOTHING_TO_PLAY' : 'QUEUE_ITEM_NOT_FOUND');
}

/** What may follow an item by hand: repeating one item does not hold back who wants the next. */
function followers({ room }: RoomState, item: QueueItem): readonly QueueItem[] {
  const repeat = room.repeat === 'one' ? 'off' : room.repeat;
  const items = upcoming({ queue: room.queue, repeat }, item.id).slice(0, limits.skippedItems);
  if (items.length === 0) throw new MessageError('END_OF_QUEUE');
  return items;
}

/**
 * The items that a command may start, the preferred ones first; none for a command that starts no item.
 * @throws MessageError NOTHING_TO_PLAY, QUEUE_ITEM_NOT_FOUND or END_OF_QUEUE
 */
export function itemsToPlay(
  state: RoomState,
  command: PlaybackCommand,
  nowUs: Microseconds,
): readonly QueueItem[] {
  switch (command.type) {
    case 'play':
      return [itemOf(state, command.queueItemId)];
    case 'next':
      return followers(state, itemOf(state, command.queueItemId));
    case 'previous':
      return [previousEntry(state.room, state.timeline, itemOf(state, command.queueItemId), nowUs)];
    case 'pause':
    case 'seek':
      return [];
  }
}

function requireCurrent(state: RoomState): QueueItem {
  const item = currentItem(state);
  if (item === undefined) throw new MessageError('NOTHING_TO_PLAY');
  return item;
}

function afterPlay(
  state: RoomState,
  item: QueueItem,
  positionMs: number | undefined,
  anchorUs: Microseconds,
): Timeline {
  requireWithin(positionMs, item);
  const target = {
    queueItemId: item.id,
    positionMs: positionMs === undefined ? undefined : milliseconds(positionMs),
  };
  return play(state.timeline, target, anchorUs, durationOf(currentItem(state)));
}

function afterPause(state: RoomState, anchorUs: Microseconds): Timeline {
  const { timeline } = state;
  const durationMs = durationOf(currentItem(state));
  const ended = positionAt(timeline, anchorUs) >= durationMs;
  if (timeline.state !== 'playing' || ended) throw new MessageError('NOT_PLAYING');
  return pause(timeline, anchorUs, durationMs);
}

function afterSeek(state: RoomState, { positionMs }: Seek, anchorUs: Microseconds): Timeline {
  requireWithin(positionMs, requireCurrent(state));
  return seek(state.timeline, milliseconds(positionMs), anchorUs);
}

/**
 * The timeline after a command. Depends on the state, the command and the timing alone.
 * @param item that the command starts, one of {@link itemsToPlay}; undefined for a command that starts no item
 * @throws MessageError NOTHING_TO_PLAY, NOT_PLAYING or POSITION_BEYOND_END
 */
export function nextTimeline(
  state: RoomState,
  command: PlaybackCommand,
  item: QueueItem | undefined,
  timing: CommandTiming,
): Timeline {
  const anchorUs = anchorAfter(timing.nowUs, timing.leadTimeMs);
  switch (command.type) {
    case 'pause':
      return afterPause(state, anchorUs);
    case 'seek':
      return afterSeek(state, command, anchorUs);
    case 'play':
      return afterPlay(state, item ?? requireCurrent(state), command.positionMs, anchorUs);
    case 'next':
    case 'previous': {
      const started = item ?? requireCurrent(state);
      return afterPlay(state, started, 0, earlierStart(state.timeline, started, anchorUs, timing.nowUs));
    }
  }
}

/** An item that is announced already starts earlier by `next`, never later. */
function earlierStart(
  { queueItemId, anchorServerTimeUs }: Timeline,
  { id }: QueueItem,
  anchorUs: Microseconds,
  nowUs: Microseconds,
): Microseconds {
  const isAnnounced = id === queueItemId && anchorServerTimeUs > nowUs;
  return isAnnounced ? microseconds(Math.min(anchorUs, anchorServerTimeUs)) : anchorUs;
}
