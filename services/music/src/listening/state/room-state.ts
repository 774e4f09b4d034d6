import { timelineFrom, type Timeline, type WireTimeline } from '@downbeat/timing';
import type { PlaybackControl } from '../../generated/listening.schemas.gen.ts';
import type { QueueItem } from '../messages/types.ts';

/** What a session is, beside where its playback is. */
export interface RoomInfo {
  readonly name: string;
  readonly ownerId: string;
  readonly playbackControl: PlaybackControl;
  readonly queue: readonly QueueItem[];
}

/** A session's live state, as Redis holds it. */
export interface RoomState {
  readonly epoch: number;
  readonly revision: number;
  /** Counts deltas within an epoch. */
  readonly sequence: number;
  /** The reference clock in which the timeline's anchor is written. */
  readonly reference: string;
  readonly timeline: Timeline;
  readonly room: RoomInfo;
}

/** Reads the state hash; null when there is none. */
export function parseRoomState(hash: Readonly<Record<string, string>>): RoomState | null {
  const { epoch, revision, sequence, reference, timeline, room } = hash;
  if (epoch === undefined || timeline === undefined || room === undefined) return null;
  return {
    epoch: Number(epoch),
    revision: Number(revision),
    sequence: Number(sequence),
    reference: reference ?? '',
    timeline: timelineFrom(JSON.parse(timeline) as WireTimeline),
    room: JSON.parse(room) as RoomInfo,
  };
}

/** The item that the timeline is in, if the queue has it. */
export function currentItem({ room, timeline }: Pick<RoomState, 'room' | 'timeline'>): QueueItem | undefined {
  return room.queue.find(({ id }) => id === timeline.queueItemId);
}
