import { reasonOf, type Log } from '@downbeat/shared/backing';
import { problemOf, Refusal } from '../messages/refusal.ts';
import type { SnapshotWriter } from '../sessions/snapshot-writer.ts';
import type { Connection } from '../socket/connection.ts';
import type { Delta, DeltaKind, DeltaLog } from '../state/delta-log.ts';
import type { RoomStore } from '../state/room-store.ts';
import type { SeatStore } from '../state/seat-store.ts';
import type { Timebase } from '../timebase/timebase.ts';
import type { TrackDirectory } from '../tracks.ts';
import { memberOf } from './member.ts';
import type { RoomOpener } from './room-opener.ts';
import type { RoomNews } from './rooms.ts';
import type { Room } from './room.ts';
import { snapshotFor } from './snapshots.ts';

export interface DeliveryDependencies {
  readonly deltas: DeltaLog;
  readonly store: RoomStore;
  readonly seats: SeatStore;
  readonly opener: RoomOpener;
  readonly writer: SnapshotWriter;
  readonly tracks: TrackDirectory;
  readonly timebase: Timebase;
  readonly log: Log;
}

type Deliver = (room: Room, delta: Delta) => void | Promise<void>;

/** Brings what happened in a session, in order, to its members on this instance. */
export class Delivery implements RoomNews {
  readonly #with: DeliveryDependencies;

  /** One entry per kind of delta: a kind that nobody delivers does not compile. */
  readonly #byKind: Readonly<Record<DeltaKind, Deliver>> = {
    timeline: (room, delta) => this.#timeline(room, delta),
    memberJoined: (room, delta) => room.broadcast(delta.body, delta),
    memberLeft: (room, delta) => room.broadcast(delta.body, delta),
    replaced: (room, delta) => closeReplaced(room, delta),
    rebased: (room) => this.#resync(room),
    ended: (room) => closeAll(room),
  };

  constructor(dependencies: DeliveryDependencies) {
    this.#with = dependencies;
  }

  async catchUp(room: Room): Promise<void> {
    // Without a state to begin from there is nobody to tell: the first member is still being let in.
    while (room.timeline !== undefined) {
      const page = await this.#with.deltas.after(room.sessionId, room.position);
      if (page.length === 0) return;
      for (const delta of page) {
        if (room.advance(delta)) await this.#byKind[delta.kind](room, delta);
      }
    }
  }

  async reopen(room: Room): Promise<void> {
    const state = await this.#with.opener.open(room.sessionId, room.remembered);
    if (state === null) closeAll(room);
    else await this.#resync(room);
  }

  /** Tells those who may not hear the current track, each by a typed refusal. Nobody waits for it: the others play on. */
  refuseTrack(room: Room, connections: Iterable<Connection>): void {
    this.#refuseTrack(room, [...connections]).catch((error: unknown) => {
      this.#with.log.warn(
        { sessionId: room.sessionId, reason: reasonOf(error) },
        'access could not be checked',
      );
    });
  }

  async #refuseTrack(room: Room, connections: readonly Connection[]): Promise<void> {
    const item = room.info?.queue.find(({ id }) => id === room.timeline?.queueItemId);
    if (item === undefined) return;
    const users = [...new Set(connections.map(({ identity }) => identity.principal.userId))];
    const audience = await this.#with.tracks.audience(item.trackId, users);
    const refusal = problemOf(
      new Refusal('TRACK_NOT_FOUND', { detail: `The queue has moved to "${item.title}"` }),
    );
    for (const connection of connections) {
      if (!audience.has(connection.identity.principal.userId)) connection.send(refusal);
    }
  }

  #timeline(room: Room, delta: Delta): void {
    room.broadcast(delta.body, delta);
    const { timeline } = room;
    if (timeline === undefined) return;
    this.#with.writer.schedule(room.sessionId, timeline, room.reference);
    if (timeline.state === 'playing') this.refuseTrack(room, room.connections);
  }

  /** A new epoch: everyone needs everything anew, and takes their seat again in case it was lost. */
  async #resync(room: Room): Promise<void> {
    const { seats, store, timebase, writer } = this.#with;
    const { sessionId } = room;
    const before = await store.read(sessionId);
    if (before === null) return;
    const identities = [...room.connections].map(({ identity }) => identity);
    await Promise.all(
      identities.map((identity) =>
        seats.enter(sessionId, memberOf(identity, before.room), identity.connectionId),
      ),
    );
    const { state, members } = await store.readWithMembers(sessionId);
    if (state === null) return;
    room.learn(state);
    writer.schedule(sessionId, state.timeline, state.reference);
    for (const connection of room.connections) {
      connection.tell(
        snapshotFor(connection.identity.memberId, sessionId, { state, members }, timebase),
        state,
      );
    }
  }
}

function closeReplaced(room: Room, delta: Delta): void {
  const { connectionId } = JSON.parse(delta.body) as { connectionId: string };
  for (const connection of room.connections) {
    if (connection.identity.connectionId === connectionId) connection.close('replaced');
  }
}

function closeAll(room: Room): void {
  for (const connection of room.connections) connection.close('sessionEnded');
}
