import { reasonOf } from '@downbeat/shared/logging';
import type { CloseReason } from '../../generated/listening.close-codes.gen.ts';
import { memberOf, type ConnectionIdentity } from '../model/members.ts';
import { snapshotFor } from '../model/room-state.ts';
import type { DeltaBroadcaster } from '../room/delta-broadcaster.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import type { Room } from '../room/room.ts';
import type { Stores } from '../store/stores.ts';
import type { Connection } from './connection.ts';
import type { SocketMessageQueue } from './socket-message-queue.ts';

interface ConnectionManagerDeps extends Pick<Stores, 'store' | 'presence' | 'timebase' | 'logger'> {
  readonly registry: RoomRegistry;
  readonly loader: RoomStateLoader;
  readonly broadcaster: DeltaBroadcaster;
}

/** Why a socket is not accepted; undefined for one that was accepted. */
type Refusal = CloseReason | undefined;

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
    const done = this.#serveOrClose(connection, queue);
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

  async #serveOrClose(connection: Connection, queue: SocketMessageQueue): Promise<void> {
    try {
      const refusal = await this.#serve(connection, queue);
      if (refusal !== undefined) connection.close(refusal);
    } catch (error) {
      const { sessionId } = connection.identity;
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a socket could not be accepted');
      connection.close('failure');
    }
  }

  async #serve(connection: Connection, queue: SocketMessageQueue): Promise<Refusal> {
    const { registry, presence } = this.#deps;
    const { connectionId, sessionId, principal } = connection.identity;
    if (this.#closing) return 'instanceRestarts';
    if (!(await this.#claimSocket(connection.identity))) return 'tooManySockets';
    try {
      const room = await registry.acquire(sessionId);
      try {
        return await this.#serveIn(room, connection, queue);
      } finally {
        registry.release(sessionId);
      }
    } finally {
      await presence.releaseSocket(principal.userId, connectionId).catch(() => undefined);
    }
  }

  /** At the socket limit, a device that reconnects takes the place of its own lost socket, which is then closed. */
  async #claimSocket(identity: ConnectionIdentity): Promise<boolean> {
    const { presence } = this.#deps;
    const { connectionId, sessionId, memberId, principal } = identity;
    if (await presence.claimSocket(principal.userId, connectionId)) return true;
    const lost = await presence.connectionOf(sessionId, memberId);
    return lost !== null && presence.claimSocket(principal.userId, connectionId, lost);
  }

  async #serveIn(room: Room, connection: Connection, queue: SocketMessageQueue): Promise<Refusal> {
    room.connections.add(connection);
    try {
      const refusal = await this.#enter(connection, queue, room);
      if (refusal === undefined) await connection.closed;
      return refusal;
    } finally {
      room.connections.delete(connection);
      // On a restart the member reconnects to another instance: the others need not see it leave and join.
      if (!this.#closing) await this.#leave(connection.identity);
    }
  }

  /** The snapshot is read after the seat is taken and wake-ups are subscribed, so that no delta is missed. */
  async #enter(connection: Connection, queue: SocketMessageQueue, room: Room): Promise<Refusal> {
    const { loader, presence, store, timebase, broadcaster, registry } = this.#deps;
    const { identity } = connection;
    const { sessionId, connectionId } = identity;
    const loaded = await loader.load(sessionId, room.known);
    if (loaded === null) return 'sessionEnded';
    const result = await presence.enter(sessionId, memberOf(identity, loaded.room), connectionId);
    if (result === 'full') return 'sessionFull';
    const { state, members } = await store.readWithMembers(sessionId);
    if (result === 'missing' || state === null) return 'failure';
    if (room.known === undefined) room.applyState(state);
    connection.sendSnapshot(snapshotFor(identity, { state, members }, timebase.nowUs()), state);
    queue.open(room);
    void broadcaster.reportMissingTrack(room, [connection]);
    await registry.wake(sessionId);
    return undefined;
  }

  async #leave({ sessionId, memberId, connectionId }: ConnectionIdentity): Promise<void> {
    try {
      await this.#deps.presence.leave(sessionId, memberId, connectionId);
    } catch (error) {
      // Any instance frees the seat when it has not been refreshed for a while.
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a seat could not be freed');
    }
  }
}
