import { reasonOf } from '@downbeat/shared/logging';
import { MessageError, problemMessage } from '../model/errors.ts';
import type { TrackDirectory } from '../model/members.ts';
import { snapshotWriter, type Delta, type DeltaKind } from '../model/room-state.ts';
import type { Stores } from '../store/stores.ts';
import type { RoomListener } from './room-registry.ts';
import type { RoomStateLoader } from './room-state-loader.ts';
import type { Room, RoomConnection } from './room.ts';
import { closeReplaced, type Seats } from './seats.ts';

interface DeltaBroadcasterDeps extends Stores {
  readonly loader: RoomStateLoader;
  readonly tracks: TrackDirectory;
  readonly seats: Seats;
}

type Broadcast = (room: Room, delta: Delta) => void | Promise<void>;

/** Sends the deltas of a session, in order, to its members on this instance. */
export class DeltaBroadcaster implements RoomListener {
  readonly #deps: DeltaBroadcasterDeps;

  /** One entry per kind: a kind without an entry does not compile. */
  readonly #byKind: Readonly<Record<DeltaKind, Broadcast>> = {
    timeline: (room, delta) => this.#broadcastTimeline(room, delta),
    memberJoined: (room, delta) => room.broadcastLater(delta.body, delta),
    memberLeft: (room, delta) => room.broadcastLater(delta.body, delta),
    replaced: (room, { body }) => {
      const { memberId, ticket } = JSON.parse(body) as { memberId: string; ticket: number };
      closeReplaced(room, memberId, ticket);
    },
    rebased: (room) => this.reopen(room),
    ended: (room) => room.closeAll('sessionEnded'),
  };

  constructor(deps: DeltaBroadcasterDeps) {
    this.#deps = deps;
  }

  async catchUp(room: Room): Promise<void> {
    // Without a first state there is no position to continue from: the first member is still being accepted.
    while (room.known !== undefined) {
      const page = await this.#deps.deltas.after(room.sessionId, room.position);
      if (page.length === 0) return;
      for (const delta of page) {
        if (room.hasGapBefore(delta)) await this.reopen(room);
        if (room.applyDelta(delta)) await this.#byKind[delta.kind](room, delta);
      }
    }
  }

  async reopen(room: Room): Promise<void> {
    // Until the snapshots are sent: if that fails, the next comparison with Redis tries again.
    room.isStale = true;
    const state = await this.#deps.loader.load(room.sessionId, room.known);
    if (state === null) room.closeAll('sessionEnded');
    else await this.#resync(room);
    room.isStale = false;
  }

  /** Tells the sockets when the current track does not exist any more. Never rejects. */
  async reportMissingTrack(
    { sessionId, info, known }: Room,
    connections: readonly RoomConnection[],
  ): Promise<void> {
    const item = info?.queue.find(({ id }) => id === known?.timeline.queueItemId);
    if (item === undefined) return;
    try {
      const found = await this.#deps.tracks.playable([item.trackId]);
      if (found.length > 0) return;
      const detail = `The queue has moved to "${item.title}"`;
      const problem = problemMessage(new MessageError('TRACK_NOT_FOUND', { detail }));
      for (const connection of connections) connection.send(problem);
    } catch (error) {
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a track could not be checked');
    }
  }

  #broadcastTimeline(room: Room, delta: Delta): void {
    room.broadcast(delta.body, delta);
    if (room.known === undefined) return;
    const { timeline, reference } = room.known;
    this.#deps.writer.schedule(room.sessionId, timeline, reference);
    if (timeline.state === 'playing') void this.reportMissingTrack(room, [...room.connections]);
  }

  /** In a new epoch every member needs a new snapshot, and takes its seat again in case it was lost. */
  async #resync(room: Room): Promise<void> {
    const { seats, store, timebase, writer } = this.#deps;
    const { sessionId } = room;
    await seats.refresh(room);
    const live = await store.readLive(sessionId);
    if (live === null) return;
    const { state } = live;
    room.applyState(state);
    writer.schedule(sessionId, state.timeline, state.reference);
    const write = snapshotWriter(live);
    for (const connection of room.connections)
      connection.sendSnapshot(write(connection.identity, timebase.nowUs()), state);
    // Seats that were taken over by deltas which the snapshot jumps over.
    await seats.refresh(room);
  }
}
