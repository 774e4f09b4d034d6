import { isSamePlayback, type Timeline } from '@downbeat/timing';
import type { Outputs, QueueChanged, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import type { EditCommand, OutputsCommand, PlaybackCommand } from './commands.ts';
import type { ConnectionIdentity } from './members.ts';
import type { CommandTiming } from './playback.ts';
import type { Edited } from './queue-edit.ts';
import type { ChangedAt, RoomInfo, RoomState } from './room-state.ts';

/** A change of a session's live state, written only if the state is still the expected one. */
export interface RoomChange {
  readonly expected: { readonly epoch: number; readonly revision: number };
  readonly timeline: Timeline;
  readonly changedAt: ChangedAt;
  readonly reference: string;
  /** With the timeline, it tells when the queue moves on. */
  readonly room: RoomInfo;
  /** Whether the room is written too. */
  readonly changesRoom: boolean;
  /** Whether the outputs of the room are written. */
  readonly changesOutputs: boolean;
  /** What the members are sent. Of the kind `timeline`, the body is any message with a timeline. */
  readonly delta: { readonly kind: 'timeline' | 'rebased'; readonly body: string };
}

/** Playback has changed, but not the room. */
export function changeOfPlayback(
  { room, reference, changedAt, ...expected }: RoomState,
  message: TimelineChanged,
  timeline: Timeline,
): RoomChange {
  return {
    expected,
    timeline,
    changedAt: { ...changedAt, playback: timeline.revision },
    reference,
    room,
    changesRoom: false,
    changesOutputs: false,
    delta: { kind: 'timeline', body: JSON.stringify(message) },
  };
}

export function changeByCommand(
  { memberId }: ConnectionIdentity,
  { commandId }: PlaybackCommand,
  state: RoomState,
  timeline: Timeline,
  { leadTimeMs }: CommandTiming,
): RoomChange {
  return changeOfPlayback(
    state,
    { type: 'timeline', commandId, timeline, leadTimeMs, by: memberId },
    timeline,
  );
}

export function changeByEdit(
  { memberId }: Pick<ConnectionIdentity, 'memberId'>,
  { commandId, type }: EditCommand,
  { timeline: before, reference, changedAt, ...expected }: RoomState,
  { room, timeline, changes }: Edited,
  { leadTimeMs }: CommandTiming,
): RoomChange {
  const { repeat } = room;
  const message: QueueChanged = {
    type: 'queueChanged',
    commandId,
    timeline,
    leadTimeMs,
    repeat,
    changes: [...changes],
    by: memberId,
  };
  return {
    expected,
    timeline,
    changedAt: {
      playback: isSamePlayback(before, timeline) ? changedAt.playback : timeline.revision,
      queue: type === 'queue' ? timeline.revision : changedAt.queue,
      outputs: changedAt.outputs,
    },
    reference,
    room,
    changesRoom: true,
    changesOutputs: false,
    delta: { kind: 'timeline', body: JSON.stringify(message) },
  };
}

/** Other devices sound, and playback is as before. The message is one that clients of earlier versions know. */
export function changeByOutputs(
  { memberId }: ConnectionIdentity,
  { commandId }: OutputsCommand,
  state: RoomState,
  outputs: Outputs,
  { leadTimeMs }: CommandTiming,
): RoomChange {
  const timeline = { ...state.timeline, revision: state.timeline.revision + 1 };
  const message: TimelineChanged = {
    type: 'timeline',
    commandId,
    timeline,
    leadTimeMs,
    outputs,
    by: memberId,
  };
  return {
    ...changeOfPlayback(state, message, timeline),
    changedAt: { ...state.changedAt, outputs: timeline.revision },
    room: { ...state.room, outputs },
    changesOutputs: true,
  };
}
