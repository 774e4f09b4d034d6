import { isSamePlayback, type Microseconds } from '@downbeat/timing';
import type { ChatEvent, RoomChat } from './chat.ts';
import type { ClockSync } from './clock-sync.ts';
import type { CommandQueue } from './commands.ts';
import {
  errorFromMessage,
  type Change,
  type ClientMessage,
  type ServerMessage,
  type Timeline,
} from './messages.ts';
import type { PlaybackController } from './playback-controller.ts';
import type { RoomStore } from './room-state.ts';

/** The parts of a room that messages concern. */
export interface MessageTargets {
  store: RoomStore;
  sync: ClockSync;
  playback: PlaybackController;
  commands: CommandQueue;
  chat: RoomChat;
  send: (message: ClientMessage) => void;
  onProblem(error: unknown): void;
  onMessage(message: ServerMessage): void;
}

/**
 * Hands a message of the server to the part of the room that it concerns.
 *
 * @param receivedUs when it arrived, on the local clock
 */
export function dispatch(to: MessageTargets, message: ServerMessage, receivedUs: Microseconds): void {
  const { store, sync, commands, playback } = to;
  switch (message.type) {
    case 'probeReply':
      sync.receive(message, receivedUs);
      break;
    case 'snapshot':
      // The first message of every socket. A command that the last socket left unanswered is sent again now.
      useEpochOf(to, message.timeline);
      store.applySnapshot(message);
      store.applyOutputs(message.outputs, message.timeline, true);
      applyTimeline(to, message.timeline);
      applyEdits(to, store.order.reset(message.timeline));
      sync.resume();
      commands.resend();
      to.chat.resync();
      break;
    case 'timeline':
    case 'queueChanged':
      applyChange(to, message);
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
      if (store.removeMember(message.memberId, message.memberCount)) playback.scheduleChanged();
      break;
    case 'problem':
      if (message.commandId === undefined) to.onProblem(errorFromMessage(message));
      else commands.answered(message.commandId, errorFromMessage(message));
      break;
    default:
      applyFurther(to, message);
  }
}

type AccessMessage = Extract<
  ServerMessage,
  {
    type:
      | 'roleChanged'
      | 'settingsChanged'
      | 'hostChanged'
      | 'joinRequested'
      | 'joinRequestEnded'
      | 'skipVotes'
      | 'presenceChanged'
      | 'inviteCodeChanged'
      | 'suggestionAdded'
      | 'suggestionEnded'
      | 'suggestionVotes';
  }
>;

/** Who may do what, votes, and the chat. A newer server may send messages that this client does not know. */
function applyFurther(to: MessageTargets, message: AccessMessage | ChatEvent): void {
  const { store, chat } = to;
  switch (message.type) {
    case 'chatPosted':
    case 'chatDeleted':
    case 'reactions':
      chat.receive(message);
      break;
    case 'skipVotes':
      store.setSkipVotes(message);
      break;
    case 'presenceChanged':
      store.setPresence(message);
      break;
    case 'roleChanged':
      store.setRole(message.userId, message.role);
      break;
    case 'settingsChanged':
      store.setSettings(message.settings, message.playbackControl);
      break;
    case 'hostChanged':
      store.setHost(message.ownerId, message.actingHostId);
      break;
    case 'joinRequested':
      store.addRequest(message.request);
      break;
    case 'joinRequestEnded':
      store.removeRequest(message.userId);
      break;
    default:
      to.onMessage(message);
  }
}

function applyChange(to: MessageTargets, change: Change): void {
  const { store, send } = to;
  const known = store.state.timeline;
  // Only a change of playback concerns the player; a command may repeat it, so that it tries again what has failed.
  const isEdit = change.type === 'queueChanged' && known !== null && isSamePlayback(known, change.timeline);
  const { outputs = null } = change.type === 'timeline' ? change : {};
  const hasChanged = outputs !== null && store.applyOutputs(outputs, change.timeline);
  applyEdits(to, store.order.take(change));
  const missing = store.order.toAskFor;
  if (missing !== null) send({ type: 'resume', ...missing });
  if (isEdit) store.applyTimeline(change.timeline);
  else if (!applyTimeline(to, change.timeline)) {
    if (hasChanged) to.playback.scheduleChanged();
  } else if (outputs === null) store.isAdvance = change.by === null;
}

/** Edits of the queue, in their order. Their timelines were taken when they came: the newest one counts. */
function applyEdits({ store, playback }: MessageTargets, changes: readonly Change[]): void {
  for (const change of changes)
    if (change.type === 'queueChanged' && store.applyEdit(change)) playback.scheduleChanged();
}

/** @returns whether the timeline is newer than the one before */
function applyTimeline(to: MessageTargets, timeline: Timeline): boolean {
  useEpochOf(to, timeline);
  const isNew = to.store.applyTimeline(timeline);
  if (isNew) to.playback.scheduleChanged();
  return isNew;
}

/** Comes before the timeline is stored, since its instants are of the new epoch's timebase. */
function useEpochOf({ store, sync }: MessageTargets, timeline: Timeline): void {
  sync.useEpoch(timeline.epoch, store.schedule.shiftTo(timeline));
}
