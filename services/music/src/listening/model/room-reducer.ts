import { afterRoomChange, type Timeline } from '@downbeat/timing';
import type {
  Outputs,
  QueueChanged,
  QueueItem,
  TimelineChanged,
} from '../../generated/listening.schemas.gen.ts';
import type { RoomInfo } from './room-state.ts';

/** What a change of the revision may change of a room. */
export type RevisedRoom = Omit<RoomInfo, 'access'>;

/** A room after a change, as the message tells it to the members: so each instance, and a replay, follows the live state. */
export function afterMessage<Room extends RevisedRoom>(
  room: Room,
  message: TimelineChanged | QueueChanged,
): { readonly timeline: Timeline; readonly room: Room } {
  return afterRoomChange<QueueItem, Outputs, Room>(room, message);
}
