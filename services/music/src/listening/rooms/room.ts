import { timelineFrom, type Timeline } from '@downbeat/timing';
import type { Connection } from '../socket/connection.ts';
import { textFrame } from '../socket/frame.ts';
import type { TimelineChanged } from '../messages/types.ts';
import { isAfter, type Delta, type Position } from '../state/delta-log.ts';
import type { RoomInfo, RoomState } from '../state/room-state.ts';

/** One session on this instance: its sockets here, and the last that was heard of it. */
export class Room {
  readonly sessionId: string;
  readonly #connections = new Set<Connection>();
  #position: Position = { epoch: 0, sequence: 0 };
  #timeline: Timeline | undefined;
  #reference = '';
  #info: RoomInfo | undefined;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  get position(): Position {
    return this.#position;
  }

  get reference(): string {
    return this.#reference;
  }

  get info(): RoomInfo | undefined {
    return this.#info;
  }

  get timeline(): Timeline | undefined {
    return this.#timeline;
  }

  /** What this instance would restore the session from. */
  get remembered(): { timeline: Timeline; reference: string } | undefined {
    return this.#timeline === undefined
      ? undefined
      : { timeline: this.#timeline, reference: this.#reference };
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** Takes over a state that was read, unless it is older than what is known already. */
  learn(state: RoomState): void {
    if (isAfter(this.#position, state)) return;
    this.#position = { epoch: state.epoch, sequence: state.sequence };
    this.#timeline = state.timeline;
    this.#reference = state.reference;
    this.#info = state.room;
  }

  /** Takes in one delta, in order; false for one that is known. */
  advance(delta: Delta): boolean {
    if (!isAfter(delta, this.#position)) return false;
    this.#position = { epoch: delta.epoch, sequence: delta.sequence };
    if (delta.kind === 'timeline') {
      this.#timeline = timelineFrom((JSON.parse(delta.body) as TimelineChanged).timeline);
    }
    return true;
  }

  /** The same bytes to every socket of the session on this instance. */
  broadcast(text: string, position: Position): void {
    const frame = textFrame(text);
    for (const connection of this.#connections) connection.sendFrame(frame, position);
  }
}
