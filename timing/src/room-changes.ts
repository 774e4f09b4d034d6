import { applyQueueChanges, type QueueChange, type QueueEntry, type RepeatMode } from './queue.ts';
import { timelineFrom, type Timeline, type WireTimeline } from './timeline.ts';

/** What a change of a session's revision may change beside its timeline. */
interface ChangingRoom<Item extends QueueEntry, Outputs> {
  readonly queue: readonly Item[];
  readonly repeat: RepeatMode;
  readonly outputs: Outputs;
}

/** A change, as the members are told it. */
export type RoomChangeMessage<Item extends QueueEntry, Outputs> =
  | { readonly type: 'timeline'; readonly timeline: WireTimeline; readonly outputs?: Outputs }
  | {
      readonly type: 'queueChanged';
      readonly timeline: WireTimeline;
      readonly changes: readonly QueueChange<Item>[];
      readonly repeat: RepeatMode;
    };

/** A room after a change: so instances follow the live state, and replays of a trail lead to the same. */
export function afterRoomChange<Item extends QueueEntry, Outputs, Room extends ChangingRoom<Item, Outputs>>(
  room: Room,
  message: RoomChangeMessage<Item, Outputs>,
): { readonly timeline: Timeline; readonly room: Room } {
  const timeline = timelineFrom(message.timeline);
  if (message.type === 'timeline')
    return { timeline, room: { ...room, outputs: message.outputs ?? room.outputs } };
  const { changes, repeat } = message;
  return { timeline, room: { ...room, repeat, queue: applyQueueChanges(room.queue, changes) } };
}
