import { reasonOf } from '@downbeat/shared/logging';
import type { CloseReason } from '../../generated/listening.close-codes.gen.ts';
import { limits } from '../model/limits.ts';
import type { ConnectionIdentity } from '../model/members.ts';
import { snapshotWriter, type KnownState } from '../model/room-state.ts';
import type { DeltaBroadcaster } from '../room/delta-broadcaster.ts';
import type { OutputWatch } from '../room/output-watch.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import type { Room } from '../room/room.ts';
import type { Seats } from '../room/seats.ts';
import type { EnterResult } from '../store/presence-store.ts';
import type { Stores } from '../store/stores.ts';
import type { Connection } from './connection.ts';
import type { SocketMessageQueue } from './socket-message-queue.ts';

interface ConnectionManagerDeps extends Pick<Stores, 'store' | 'presence' | 'timebase' | 'logger'> {
  readonly registry: Pick<RoomRegistry, 'acquire' | 'release' | 'wake'>;
  readonly loader: Pick<RoomStateLoader, 'load'>;
  readonly broadcaster: Pick<DeltaBroadcaster, 'reportMissingTrack'>;
  readonly seats: Seats;
  readonly outputWatch: Pick<OutputWatch, 'left' | 'playing'>;
}

/** Why a socket is not accepted; undefined for one that was accepted. */
type Refusal = CloseReason | undefined;

const refusals: Readonly<Record<EnterResult, Refusal>> = {
  entered: undefined,
  replaced: undefined,
  present: undefined,
  stale: 'replaced',
  full: 'sessionFull',
  removed: 'removed',
  banned: 'banned',
  guestEnded: 'guestEnded',
  missing: 'failure',
};

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

  /** Resolves when the socket is closed and cleaned up. Never rejects. */
  async accept(connection: Connection, queue: SocketMessageQueue): Promise<void> {
    const done = this.#serveOrClose(connection, queue);
    this.#accepted.set(connection, done);
    const deadline = setTimeout(() => {
      if (!connection.hasSnapshot) connection.close('failure');
    }, limits.acceptMs);
    await done;
    clearTimeout(deadline);
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
    const { registry } = this.#deps;
    const { sessionId } = connection.identity;
    if (this.#closing) return 'instanceRestarts';
    const acquiring = registry.acquire(sessionId);
    try {
      const room = await Promise.race([acquiring, connection.closed]);
      return room === undefined ? undefined : await this.#serveIn(room, connection, queue);
    } finally {
      acquiring.then(() => registry.release(sessionId)).catch(() => undefined);
    }
  }

  async #serveIn(room: Room, connection: Connection, queue: SocketMessageQueue): Promise<Refusal> {
    room.add(connection);
    try {
      const refusal = await this.#enter(connection, queue, room);
      if (refusal === undefined) await connection.closed;
      return refusal;
    } finally {
      room.remove(connection);
      // On a restart the member reconnects to another instance: the others need not see it leave and join.
      if (!this.#closing) await this.#leave(connection.identity, room.known);
    }
  }

  /** The snapshot is read after the seat is taken and wake-ups are subscribed, so that no delta is missed. */
  async #enter(connection: Connection, queue: SocketMessageQueue, room: Room): Promise<Refusal> {
    const { presence, seats, store, timebase, broadcaster, registry, outputWatch } = this.#deps;
    const { identity } = connection;
    const { sessionId } = identity;
    const loaded = await this.#deps.loader.load(sessionId, room.known);
    if (loaded === null) return 'sessionEnded';
    // The client may have given up while this instance was slow.
    if (!connection.open) return 'goingAway';
    if (!(await presence.claimSocket(identity))) return 'tooManySockets';
    const refusal = refusals[await seats.take(connection, loaded.room)];
    if (refusal !== undefined) return refusal;
    const live = await store.readLive(sessionId);
    if (live === null) return 'failure';
    const { state } = live;
    if (room.known === undefined) {
      room.applyState(state);
      await seats.refresh(room);
    }
    connection.sendSnapshot(snapshotWriter(live)(identity, timebase.nowUs()), state);
    if (room.known !== undefined) outputWatch.playing(sessionId, room.known);
    queue.open(room);
    void broadcaster.reportMissingTrack(room, [connection]);
    await registry.wake(sessionId);
    return undefined;
  }

  async #leave(identity: ConnectionIdentity, known: KnownState | undefined): Promise<void> {
    const { presence, outputWatch, logger } = this.#deps;
    try {
      if (!(await presence.leave(identity))) return;
      // The last member of a session: no instance receives the delta.
      outputWatch.left(identity.sessionId, identity.memberId, known);
      await presence.releaseSocket(identity);
    } catch (error) {
      // Any instance frees the seat when it has not been refreshed for a while.
      const { sessionId } = identity;
      logger.warn({ sessionId, reason: reasonOf(error) }, 'a seat could not be freed');
    }
  }
}
