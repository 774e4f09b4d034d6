import {
  anchorAfter,
  milliseconds,
  pause,
  play,
  positionAt,
  seek,
  type Microseconds,
  type Milliseconds,
  type Timeline,
} from '@downbeat/timing';
import type { ClientMessage, Play, QueueItem, Seek } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from './errors.ts';
import { currentItem, type RoomState } from './room-state.ts';

/** The messages that change the timeline. */
export type Command = Extract<ClientMessage, { commandId: string }>;

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

/**
 * The item that a `play` is about: the one it names, else the current one, else the first.
 * @throws MessageError NOTHING_TO_PLAY or QUEUE_ITEM_NOT_FOUND
 */
export function itemToPlay(state: RoomState, queueItemId: string | undefined): QueueItem {
  const { queue } = state.room;
  const item =
    queueItemId === undefined ? (currentItem(state) ?? queue[0]) : queue.find(({ id }) => id === queueItemId);
  if (item !== undefined) return item;
  throw new MessageError(queue.length === 0 ? 'NOTHING_TO_PLAY' : 'QUEUE_ITEM_NOT_FOUND');
}

function requireCurrent(state: RoomState): QueueItem {
  const item = currentItem(state);
  if (item === undefined) throw new MessageError('NOTHING_TO_PLAY');
  return item;
}

function afterPlay(state: RoomState, { queueItemId, positionMs }: Play, anchorUs: Microseconds): Timeline {
  const item = itemToPlay(state, queueItemId);
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
 * @throws MessageError STALE_REVISION, NOTHING_TO_PLAY, QUEUE_ITEM_NOT_FOUND, NOT_PLAYING or POSITION_BEYOND_END
 */
export function nextTimeline(state: RoomState, command: Command, timing: CommandTiming): Timeline {
  if (command.revision !== state.revision)
    throw new MessageError('STALE_REVISION', { revision: state.revision });
  const anchorUs = anchorAfter(timing.nowUs, timing.leadTimeMs);
  switch (command.type) {
    case 'play':
      return afterPlay(state, command, anchorUs);
    case 'pause':
      return afterPause(state, anchorUs);
    case 'seek':
      return afterSeek(state, command, anchorUs);
  }
}
