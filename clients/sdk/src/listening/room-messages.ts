import type { Microseconds } from '@downbeat/timing';
import type { ClockSync } from './clock-sync.ts';
import type { Conductor } from './conductor.ts';
import type { ClientMessage, MessageProblem, ServerMessage, Snapshot, Timeline } from './messages.ts';
import { errorFromMessage, type PendingCommands } from './pending-commands.ts';
import type { KnownRoom } from './room-state.ts';

export interface MessageTargets {
  known: KnownRoom;
  sync: ClockSync;
  conductor: Conductor;
  commands: PendingCommands;
  send(message: ClientMessage): void;
  onProblem(error: unknown): void;
}

/** Takes each message of the server to those whom it concerns. */
export class RoomMessages {
  readonly #to: MessageTargets;

  constructor(targets: MessageTargets) {
    this.#to = targets;
  }

  /** @param receivedUs when it arrived, on the local clock */
  receive(message: ServerMessage, receivedUs: Microseconds): void {
    const { known, sync, commands } = this.#to;
    switch (message.type) {
      case 'probeReply':
        sync.receive(message, receivedUs);
        break;
      case 'snapshot':
        this.#takeSnapshot(message);
        break;
      case 'timeline':
        this.#takeDelta(message.timeline, message.commandId);
        break;
      case 'ack':
        commands.accepted(message.commandId);
        break;
      case 'memberJoined':
        known.takeMember(message.member);
        break;
      case 'memberLeft':
        known.dropMember(message.memberId);
        break;
      case 'problem':
        this.#takeProblem(message);
        break;
    }
  }

  /** The first message of every socket: what was asked for on the last one, and not answered, is asked again. */
  #takeSnapshot(snapshot: Snapshot): void {
    const { known, sync, commands } = this.#to;
    sync.useEpoch(snapshot.timeline.epoch);
    known.takeSnapshot(snapshot);
    this.#takeTimeline(snapshot.timeline);
    sync.start();
    commands.resendAll();
  }

  #takeDelta(timeline: Timeline, commandId: string | null): void {
    if (commandId !== null) this.#askForMissed(timeline);
    this.#takeTimeline(timeline);
    if (commandId !== null) this.#to.commands.accepted(commandId);
  }

  #takeTimeline(timeline: Timeline): void {
    const { known, sync, conductor } = this.#to;
    if (!known.takeTimeline(timeline)) return;
    sync.useEpoch(timeline.epoch);
    conductor.follow(timeline, known.currentItem);
  }

  /** A revision that was left out means a lost message. */
  #askForMissed({ epoch, revision }: Timeline): void {
    const known = this.#to.known.state.timeline;
    if (known?.epoch !== epoch || revision <= known.revision + 1) return;
    this.#to.send({ type: 'resume', epoch, revision: known.revision });
  }

  #takeProblem(problem: MessageProblem): void {
    if (problem.commandId === undefined) this.#to.onProblem(errorFromMessage(problem));
    else this.#to.commands.refused(problem.commandId, problem);
  }
}
