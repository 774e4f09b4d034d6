import { reasonOf, type Log } from '@downbeat/shared/backing';
import type { Inbox } from '../messages/inbox.ts';
import type { Delivery } from '../rooms/deliver.ts';
import { memberOf } from '../rooms/member.ts';
import type { RoomOpener } from '../rooms/room-opener.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { snapshotFor } from '../rooms/snapshots.ts';
import type { RoomStore } from '../state/room-store.ts';
import type { SeatStore } from '../state/seat-store.ts';
import type { Timebase } from '../timebase/timebase.ts';
import type { CloseReason } from '../../generated/listening.close-codes.gen.ts';
import type { Connection } from './connection.ts';

export interface GateDependencies {
  readonly rooms: Rooms;
  readonly opener: RoomOpener;
  readonly store: RoomStore;
  readonly seats: SeatStore;
  readonly delivery: Delivery;
  readonly timebase: Timebase;
  readonly log: Log;
}

/** Thrown to close a socket with a reason of its own while it is being let in. */
class TurnedAway extends Error {
  readonly why: CloseReason;

  constructor(why: CloseReason) {
    super(why);
    this.why = why;
  }
}

/** Lets sockets into rooms, and out again. */
export class Gate {
  readonly #with: GateDependencies;
  readonly #present = new Map<Connection, Promise<void>>();
  #closing = false;

  constructor(dependencies: GateDependencies) {
    this.#with = dependencies;
  }

  get connections(): Iterable<Connection> {
    return this.#present.keys();
  }

  has(connection: Pick<Connection, 'identity'>): boolean {
    return this.#present.has(connection as Connection);
  }

  /** From the upgrade to the last byte of a socket. Never rejects. */
  async pass(connection: Connection, inbox: Inbox): Promise<void> {
    const gone = connection.gone;
    const stay = this.#stay(connection, inbox, gone).catch((error: unknown) =>
      this.#turnAway(connection, error),
    );
    this.#present.set(connection, stay);
    await stay;
    this.#present.delete(connection);
  }

  /** Closes everybody; their seats stay free for them on another instance. */
  async closeAll(): Promise<void> {
    this.#closing = true;
    for (const connection of this.#present.keys()) connection.close('instanceRestarts');
    await Promise.all(this.#present.values());
  }

  async #stay(connection: Connection, inbox: Inbox, gone: Promise<void>): Promise<void> {
    const { rooms, seats } = this.#with;
    const { connectionId, sessionId, principal } = connection.identity;
    if (this.#closing) throw new TurnedAway('instanceRestarts');
    if (!(await this.#claim(connection.identity))) throw new TurnedAway('tooManySockets');
    try {
      const room = await rooms.acquire(sessionId);
      try {
        await this.#visit(connection, inbox, room, gone);
      } finally {
        rooms.release(sessionId);
      }
    } finally {
      await seats.releaseSocket(principal.userId, connectionId).catch(() => undefined);
    }
  }

  /** A device that comes back before its lost socket is missed takes that one's place, which it is about to end. */
  async #claim({ connectionId, sessionId, memberId, principal }: Connection['identity']): Promise<boolean> {
    const { seats } = this.#with;
    if (await seats.claimSocket(principal.userId, connectionId)) return true;
    const former = await seats.holderOf(sessionId, memberId);
    return former !== null && seats.claimSocket(principal.userId, connectionId, former);
  }

  async #visit(connection: Connection, inbox: Inbox, room: Room, gone: Promise<void>): Promise<void> {
    const { connectionId, sessionId, memberId } = connection.identity;
    room.add(connection);
    try {
      await this.#seat(connection, inbox, room);
      await gone;
    } finally {
      room.remove(connection);
      // On a restart the member is about to sit down elsewhere: nobody needs to hear that it left.
      if (!this.#closing) await this.#leave(sessionId, memberId, connectionId);
    }
  }

  /** The snapshot is read after the seat is taken and the wake-ups are on, so that nothing falls between. */
  async #seat(connection: Connection, inbox: Inbox, room: Room): Promise<void> {
    const { opener, seats, store, timebase, delivery, rooms } = this.#with;
    const { sessionId, memberId, connectionId } = connection.identity;
    const opened = await opener.open(sessionId, room.remembered);
    if (opened === null) throw new TurnedAway('sessionEnded');
    const entrance = await seats.enter(sessionId, memberOf(connection.identity, opened.room), connectionId);
    if (entrance === 'full') throw new TurnedAway('sessionFull');
    const { state, members } = await store.readWithMembers(sessionId);
    if (entrance === 'missing' || state === null) throw new TurnedAway('failure');
    if (room.timeline === undefined) room.learn(state);
    connection.tell(snapshotFor(memberId, sessionId, { state, members }, timebase), state);
    inbox.open(room);
    delivery.refuseTrack(room, [connection]);
    await rooms.wake(sessionId);
  }

  async #leave(sessionId: string, memberId: string, connectionId: string): Promise<void> {
    try {
      await this.#with.seats.leave(sessionId, memberId, connectionId);
    } catch (error) {
      // The seat is freed by the next beat of any instance.
      this.#with.log.warn({ sessionId, reason: reasonOf(error) }, 'a seat could not be freed');
    }
  }

  #turnAway(connection: Connection, error: unknown): void {
    if (!(error instanceof TurnedAway)) {
      const { sessionId } = connection.identity;
      this.#with.log.warn({ sessionId, reason: reasonOf(error) }, 'a socket could not be let in');
    }
    connection.close(error instanceof TurnedAway ? error.why : 'failure');
  }
}
