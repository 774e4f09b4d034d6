import {
  anchorAfter,
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
import type {
  ChatMessage,
  ClientMessage,
  QueueItem,
  RepeatMode,
  ServerMessage,
} from '../listening/messages.ts';

type CommandMessage = Extract<ClientMessage, { commandId: string }>;
/** The commands that edit the queue. */
export type EditMessage = Extract<CommandMessage, { type: 'queue' | 'repeat' }>;
/** The commands that change where playback is. */
export type PlaybackMessage = Exclude<CommandMessage, EditMessage | OutputsMessage>;
/** The command that chooses the devices that sound. */
export type OutputsMessage = Extract<CommandMessage, { type: 'outputs' }>;
export type Refusal = Extract<ServerMessage, { type: 'problem' }>['code'];

/** What a mock room plays. */
export interface MockPlayback {
  readonly queue: readonly QueueItem[];
  readonly repeat: RepeatMode;
  readonly timeline: Timeline;
}

export interface CommandTiming {
  readonly nowUs: Microseconds;
  readonly leadTimeMs: Milliseconds;
}

/** The duration of the current item. */
export function durationOf({ queue, timeline }: MockPlayback): Milliseconds {
  return milliseconds(queue.find(({ id }) => id === timeline.queueItemId)?.durationMs ?? 0);
}

/** Where in which track playback is. */
export function placeOf(playback: MockPlayback, nowUs: Microseconds): ChatMessage['at'] {
  const { queue, timeline } = playback;
  const item = queue.find(({ id }) => id === timeline.queueItemId);
  if (item === undefined) return null;
  const { id: queueItemId, trackId, title } = item;
  const positionMs = Math.round(positionAt(timeline, nowUs, durationOf(playback)));
  return { queueItemId, trackId, title, positionMs };
}

/** The item that a command names, or else the current one. */
function itemOf({ queue, timeline }: MockPlayback, command: PlaybackMessage): QueueItem | undefined {
  const named = 'queueItemId' in command ? command.queueItemId : undefined;
  return queue.find(({ id }) => id === (named ?? timeline.queueItemId));
}

/** What `next` goes on to: also where one item is repeated, another one. */
function following({ queue, repeat }: MockPlayback, { id }: QueueItem): QueueItem | undefined {
  return upcoming({ queue, repeat: repeat === 'one' ? 'off' : repeat }, id)[0];
}

/** The current item, if members can vote to skip it. */
export function skippableId(playback: MockPlayback): string | null {
  const { queue, timeline } = playback;
  const item = queue.find(({ id }) => id === timeline.queueItemId);
  const isSkippable = timeline.state === 'playing' && item && following(playback, item);
  return isSkippable ? item.id : null;
}

/** Why the server would refuse a command; null when it would not. */
export function refusalOfMockCommand(playback: MockPlayback, command: PlaybackMessage): Refusal | null {
  const { queue, timeline } = playback;
  if (command.revision !== timeline.revision) return 'STALE_REVISION';
  if (command.type === 'pause') return timeline.state === 'playing' ? null : 'NOT_PLAYING';
  const item = itemOf(playback, command);
  if (item === undefined) return queue.length === 0 ? 'NOTHING_TO_PLAY' : 'QUEUE_ITEM_NOT_FOUND';
  if (command.type === 'next') return following(playback, item) === undefined ? 'END_OF_QUEUE' : null;
  const positionMs = command.type === 'previous' ? 0 : (command.positionMs ?? 0);
  return positionMs > item.durationMs ? 'POSITION_BEYOND_END' : null;
}

/** The timeline after a command that is not refused. */
export function afterMockCommand(
  playback: MockPlayback,
  command: PlaybackMessage,
  { nowUs, leadTimeMs }: CommandTiming,
): Timeline {
  const { timeline } = playback;
  const anchorUs = anchorAfter(nowUs, leadTimeMs);
  if (command.type === 'pause') return pause(timeline, anchorUs, durationOf(playback));
  if (command.type === 'seek') return seek(timeline, milliseconds(command.positionMs), anchorUs);
  const { queueItemId, positionMs } =
    command.type === 'play' ? command : { queueItemId: neighbourOf(playback, command, nowUs), positionMs: 0 };
  const at = positionMs === undefined ? undefined : milliseconds(positionMs);
  return play(timeline, { queueItemId, positionMs: at }, anchorUs, durationOf(playback));
}

function neighbourOf(
  playback: MockPlayback,
  command: Extract<PlaybackMessage, { type: 'next' | 'previous' }>,
  nowUs: Microseconds,
): string | undefined {
  const from = itemOf(playback, command);
  if (from === undefined) return undefined;
  const item =
    command.type === 'next'
      ? following(playback, from)
      : previousEntry(playback, playback.timeline, from, nowUs);
  return item?.id;
}
