import { applyQueueChanges, timelineFrom, type Timeline } from '@downbeat/timing';
import type { QueueChanged, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import type { RoomInfo } from './room-state.ts';

/** What a change of the revision may change of a room. */
export type RevisedRoom = Omit<RoomInfo, 'access'>;

function changedRoom<Room extends RevisedRoom>(room: Room, message: TimelineChanged | QueueChanged): Room {
  if (message.type === 'timeline') return { ...room, outputs: message.outputs ?? room.outputs };
  const { changes, repeat } = message;
  return { ...room, repeat, queue: applyQueueChanges(room.queue, changes) };
}

/** A room after a change, as the message tells it to the members: so each instance, and a replay, follows the live state. */
export function afterMessage<Room extends RevisedRoom>(
  room: Room,
  message: TimelineChanged | QueueChanged,
): { readonly timeline: Timeline; readonly room: Room } {
  return { timeline: timelineFrom(message.timeline), room: changedRoom(room, message) };
}
