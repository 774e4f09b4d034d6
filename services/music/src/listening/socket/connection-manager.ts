import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { CloseReason } from '../../generated/listening.close-codes.gen.ts';
import { memberOf, type ConnectionIdentity } from '../model/members.ts';
import { snapshotFor } from '../model/room-state.ts';
import type { DeltaBroadcaster } from '../room/delta-broadcaster.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import type { Room } from '../room/room.ts';
import type { PresenceStore } from '../store/presence-store.ts';
import type { RoomStore } from '../store/room-store.ts';
import type { Timebase } from '../store/timebase.ts';
import type { Connection } from './connection.ts';
import type { SocketMessageQueue } from './socket-message-queue.ts';

export interface ConnectionManagerDeps {
  readonly registry: RoomRegistry;
  readonly loader: RoomStateLoader;
  readonly store: RoomStore;
  readonly presence: PresenceStore;
  readonly broadcaster: DeltaBroadcaster;
  readonly timebase: Timebase;
  readonly logger: Logger;
}

/** A socket is not accepted, and is closed with this reason. */
class AdmissionError extends Error {
  override readonly name = 'AdmissionError';
  readonly reason: CloseReason;

  constructor(reason: CloseReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Accepts sockets into rooms, and cleans up after them. */
export class ConnectionManager {
  readonly #deps: ConnectionManagerDeps;
  readonly #accepted = new Map<Connection, Promise<void>>();
  #closing = false;

  constructor(deps: ConnectionManagerDeps) {
    this.#deps = deps;
  }

  get connections(): Iterable<Connection> {
    return this.#accepted.keys();
  }

  has(connection: Pick<Connection, 'identity'>): boolean {
    return this.#accepted.has(connection as Connection);
  }

  /** Resolves when the socket is closed and cleaned up. Never rejects. */
  async accept(connection: Connection, queue: SocketMessageQueue): Promise<void> {
    const done = this.#serve(connection, queue).catch((error: unknown) => this.#reject(connection, error));
    this.#accepted.set(connection, done);
    await done;
    this.#accepted.delete(connection);
  }

  /** Closes every socket. The members keep their seats, and take them again on another instance. */
  async closeAll(): Promise<void> {
    this.#closing = true;
    for (const connection of this.#accepted.keys()) connection.close('instanceRestarts');
    await Promise.all(this.#accepted.values());
  }

  async #serve(connection: Connection, queue: SocketMessageQueue): Promise<void> {
    const { registry, presence } = this.#deps;
    const { connectionId, sessionId, principal } = connection.identity;
    if (this.#closing) throw new AdmissionError('instanceRestarts');
    if (!(await this.#claimSocket(connection.identity))) throw new AdmissionError('tooManySockets');
    try {
      const room = await registry.acquire(sessionId);
      try {
        await this.#serveIn(room, connection, queue);
      } finally {
        registry.release(sessionId);
      }
    } finally {
      await presence.releaseSocket(principal.userId, connectionId).catch(() => undefined);
    }
  }

  /** At the socket limit, a device that reconnects takes the place of its own lost socket, which ends then. */
  async #claimSocket(identity: ConnectionIdentity): Promise<boolean> {
    const { presence } = this.#deps;
    const { connectionId, sessionId, memberId, principal } = identity;
    if (await presence.claimSocket(principal.userId, connectionId)) return true;
    const lost = await presence.connectionOf(sessionId, memberId);
    return lost !== null && presence.claimSocket(principal.userId, connectionId, lost);
  }

  async #serveIn(room: Room, connection: Connection, queue: SocketMessageQueue): Promise<void> {
    room.add(connection);
    try {
      await this.#enter(connection, queue, room);
      await connection.closed;
    } finally {
      room.remove(connection);
      // On a restart the member reconnects to another instance: the others need not see it leave and join.
      if (!this.#closing) await this.#leave(connection.identity);
    }
  }

  /** The snapshot is read after the seat is taken and wake-ups are subscribed, so that no delta is missed. */
  async #enter(connection: Connection, queue: SocketMessageQueue, room: Room): Promise<void> {
    const { loader, presence, store, timebase, broadcaster, registry } = this.#deps;
    const { identity } = connection;
    const { sessionId, connectionId } = identity;
    const loaded = await loader.load(sessionId, room.known);
    if (loaded === null) throw new AdmissionError('sessionEnded');
    const result = await presence.enter(sessionId, memberOf(identity, loaded.room), connectionId);
    if (result === 'full') throw new AdmissionError('sessionFull');
    const { state, members } = await store.readWithMembers(sessionId);
    if (result === 'missing' || state === null) throw new AdmissionError('failure');
    if (room.timeline === undefined) room.applyState(state);
    connection.sendSnapshot(snapshotFor(identity, { state, members }, timebase.nowUs()), state);
    queue.open(room);
    broadcaster.reportMissingTrack(room, [connection]);
    await registry.wake(sessionId);
  }

  async #leave({ sessionId, memberId, connectionId }: ConnectionIdentity): Promise<void> {
    try {
      await this.#deps.presence.leave(sessionId, memberId, connectionId);
    } catch (error) {
      // Any instance frees the seat when it has not been refreshed for a while.
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a seat could not be freed');
    }
  }

  #reject(connection: Connection, error: unknown): void {
    if (error instanceof AdmissionError) {
      connection.close(error.reason);
      return;
    }
    const { sessionId } = connection.identity;
    this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a socket could not be accepted');
    connection.close('failure');
  }
}
