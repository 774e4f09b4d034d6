import type { Microseconds } from '@downbeat/timing';
import type { ClockSync } from './clock-sync.ts';
import type { CommandQueue } from './commands.ts';
import { errorFromMessage, type ClientMessage, type ServerMessage, type Timeline } from './messages.ts';
import type { PlaybackController } from './playback-controller.ts';
import type { RoomStore } from './room-state.ts';

/** The parts of a room that messages concern. */
export interface MessageTargets {
  store: RoomStore;
  sync: ClockSync;
  playback: PlaybackController;
  commands: CommandQueue;
  send: (message: ClientMessage) => void;
  onProblem(error: unknown): void;
}

/**
 * Hands a message of the server to the part of the room that it concerns.
 *
 * @param receivedUs when it arrived, on the local clock
 */
export function dispatch(to: MessageTargets, message: ServerMessage, receivedUs: Microseconds): void {
  const { store, sync, commands } = to;
  switch (message.type) {
    case 'probeReply':
      sync.receive(message, receivedUs);
      break;
    case 'snapshot':
      // The first message of every socket. A command that the last socket left unanswered is sent again now.
      useEpochOf(to, message.timeline);
      store.applySnapshot(message);
      applyTimeline(to, message.timeline);
      sync.resume();
      commands.resend();
      break;
    case 'timeline':
      askForMissed(to, message.timeline);
      applyTimeline(to, message.timeline);
      commands.answered(message.commandId, null);
      break;
    case 'ack':
      commands.answered(message.commandId, null);
      break;
    case 'memberJoined':
      store.setMember(message.member, message.memberCount);
      break;
    case 'memberCount':
      store.setMemberCount(message.memberCount);
      break;
    case 'memberLeft':
      store.removeMember(message.memberId, message.memberCount);
      break;
    case 'problem':
      if (message.commandId === undefined) to.onProblem(errorFromMessage(message));
      else commands.answered(message.commandId, errorFromMessage(message));
      break;
  }
}

function applyTimeline(to: MessageTargets, timeline: Timeline): void {
  useEpochOf(to, timeline);
  if (to.store.applyTimeline(timeline)) to.playback.scheduleChanged();
}

/** Comes before the timeline is stored, since its instants are of the new epoch's timebase. */
function useEpochOf({ store, sync }: MessageTargets, timeline: Timeline): void {
  sync.useEpoch(timeline.epoch, store.schedule.shiftTo(timeline));
}

/** A gap in the revisions means a lost message. */
function askForMissed({ store, send }: MessageTargets, { epoch, revision }: Timeline): void {
  const known = store.state.timeline;
  if (known?.epoch !== epoch || revision <= known.revision + 1) return;
  send({ type: 'resume', epoch, revision: known.revision });
}
