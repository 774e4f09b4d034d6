import type { Microseconds } from '@downbeat/timing';
import type { ClockSync } from './clock-sync.ts';
import type { PendingCommands } from './commands.ts';
import {
  errorFromMessage,
  type ClientMessage,
  type MessageProblem,
  type ServerMessage,
  type Snapshot,
  type Timeline,
} from './messages.ts';
import type { PlaybackController } from './playback-controller.ts';
import type { RoomStore } from './room-state.ts';

export interface MessageTargets {
  store: RoomStore;
  sync: ClockSync;
  playback: PlaybackController;
  commands: PendingCommands;
  send(message: ClientMessage): void;
  onProblem(error: unknown): void;
}

/** Hands each message of the server to the part of the room that it concerns. */
export class MessageDispatcher {
  readonly #to: MessageTargets;

  constructor(targets: MessageTargets) {
    this.#to = targets;
  }

  /** @param receivedUs when it arrived, on the local clock */
  dispatch(message: ServerMessage, receivedUs: Microseconds): void {
    const { store, sync, commands } = this.#to;
    switch (message.type) {
      case 'probeReply':
        sync.receive(message, receivedUs);
        break;
      case 'snapshot':
        this.#handleSnapshot(message);
        break;
      case 'timeline':
        this.#askForMissed(message.timeline);
        this.#handleTimeline(message.timeline);
        commands.accepted(message.commandId);
        break;
      case 'ack':
        commands.accepted(message.commandId);
        break;
      case 'memberJoined':
        store.setMember(message.member);
        break;
      case 'memberLeft':
        store.removeMember(message.memberId);
        break;
      case 'problem':
        this.#handleProblem(message);
        break;
    }
  }

  /** The first message of every socket. Commands that the last socket left unanswered are sent again now. */
  #handleSnapshot(snapshot: Snapshot): void {
    const { store, sync, commands } = this.#to;
    sync.useEpoch(snapshot.timeline.epoch);
    store.applySnapshot(snapshot);
    this.#handleTimeline(snapshot.timeline);
    sync.start();
    commands.resendAll();
  }

  #handleTimeline(timeline: Timeline): void {
    const { store, sync, playback } = this.#to;
    if (!store.applyTimeline(timeline)) return;
    sync.useEpoch(timeline.epoch);
    playback.scheduleChanged();
  }

  /** A gap in the revisions means a lost message. */
  #askForMissed({ epoch, revision }: Timeline): void {
    const known = this.#to.store.state.timeline;
    if (known?.epoch !== epoch || revision <= known.revision + 1) return;
    this.#to.send({ type: 'resume', epoch, revision: known.revision });
  }

  #handleProblem(problem: MessageProblem): void {
    if (problem.commandId === undefined) this.#to.onProblem(errorFromMessage(problem));
    else this.#to.commands.refused(problem.commandId, problem);
  }
}
