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
import { Refusal } from '../messages/refusal.ts';
import type { Command, Pause, Play, QueueItem, Seek } from '../messages/types.ts';
import { currentItem, type RoomState } from '../state/room-state.ts';

/** When a command was given, and how far ahead it can take effect for everyone. */
export interface Moment {
  readonly nowUs: Microseconds;
  readonly leadTimeMs: Milliseconds;
}

const NO_END = milliseconds(86_400_000);

function durationOf(item: QueueItem | undefined): Milliseconds {
  return item === undefined ? NO_END : milliseconds(item.durationMs);
}

function requireWithin(positionMs: number | undefined, item: QueueItem): void {
  if (positionMs === undefined || positionMs <= item.durationMs) return;
  throw new Refusal('POSITION_BEYOND_END', { detail: `The track is ${item.durationMs} ms long` });
}

function itemToPlay(state: RoomState, queueItemId: string | undefined): QueueItem {
  const { queue } = state.room;
  const item =
    queueItemId === undefined ? (currentItem(state) ?? queue[0]) : queue.find(({ id }) => id === queueItemId);
  if (item !== undefined) return item;
  throw new Refusal(queue.length === 0 ? 'NOTHING_TO_PLAY' : 'QUEUE_ITEM_NOT_FOUND');
}

function requireCurrent(state: RoomState): QueueItem {
  const item = currentItem(state);
  if (item === undefined) throw new Refusal('NOTHING_TO_PLAY');
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

function afterPause(state: RoomState, _command: Pause, anchorUs: Microseconds): Timeline {
  const { timeline } = state;
  const durationMs = durationOf(currentItem(state));
  const ended = positionAt(timeline, anchorUs) >= durationMs;
  if (timeline.state !== 'playing' || ended) throw new Refusal('NOT_PLAYING');
  return pause(timeline, anchorUs, durationMs);
}

function afterSeek(state: RoomState, { positionMs }: Seek, anchorUs: Microseconds): Timeline {
  requireWithin(positionMs, requireCurrent(state));
  return seek(state.timeline, milliseconds(positionMs), anchorUs);
}

/**
 * The timeline that a command brings about: a rule of the state, the command and the moment alone.
 * @throws Refusal STALE_REVISION, NOTHING_TO_PLAY, QUEUE_ITEM_NOT_FOUND, NOT_PLAYING or POSITION_BEYOND_END
 */
export function decide(state: RoomState, command: Command, { nowUs, leadTimeMs }: Moment): Timeline {
  if (command.revision !== state.revision) throw new Refusal('STALE_REVISION', { revision: state.revision });
  const anchorUs = anchorAfter(nowUs, leadTimeMs);
  switch (command.type) {
    case 'play':
      return afterPlay(state, command, anchorUs);
    case 'pause':
      return afterPause(state, command, anchorUs);
    case 'seek':
      return afterSeek(state, command, anchorUs);
  }
}

/** The item that a `play` is about, which its sender must be allowed to hear. */
export function targetOf(state: RoomState, command: Command): QueueItem | undefined {
  return command.type === 'play' ? itemToPlay(state, command.queueItemId) : currentItem(state);
}
