import { isGuestId } from '@downbeat/shared/ids';
import { reasonOf } from '@downbeat/shared/logging';
import { isSamePlayback, type Timeline } from '@downbeat/timing';
import { MessageError, problemMessage } from '../model/errors.ts';
import type { MemberLeft, SkipVotesChanged } from '../../generated/listening.schemas.gen.ts';
import type { AccessDelta } from '../model/access-delta.ts';
import type { TrackDirectory } from '../model/members.ts';
import { hasPermission } from '../model/permissions.ts';
import { playableItems } from '../model/queue-items.ts';
import { managingRole } from '../model/room-access.ts';
import {
  isAfter,
  snapshotWriter,
  type Delta,
  type DeltaKind,
  type DeltaPosition,
  type RoomState,
} from '../model/room-state.ts';
import type { Stores } from '../store/stores.ts';
import type { CommandProcessor } from './command-processor.ts';
import type { OutputWatch } from './output-watch.ts';
import type { RoomListener } from './room-registry.ts';
import type { RoomStateLoader } from './room-state-loader.ts';
import type { Room, RoomConnection } from './room.ts';
import { closeReplaced, type Seats } from './seats.ts';
import type { TrailWriter } from './trail-writer.ts';

interface DeltaBroadcasterDeps extends Stores {
  readonly loader: RoomStateLoader;
  readonly tracks: TrackDirectory;
  readonly seats: Seats;
  readonly commands: Pick<CommandProcessor, 'skip'>;
  readonly outputWatch: Pick<OutputWatch, 'left' | 'playing'>;
  readonly trailWriter: Pick<TrailWriter, 'rescue'>;
}

/** @param before the timeline before the delta */
type Broadcast = (room: Room, delta: Delta, before: Timeline) => void | Promise<void>;

/** How the message that tells the votes to skip begins. */
const SKIP_VOTES = '{"type":"skipVotes"';
/** How the message begins that says that the invite code is another one. In the stream it is without the code. */
const INVITE_CODE = '{"type":"inviteCodeChanged"';

/** Where a room continues after its snapshots; null when the session has ended. */
type Reopened = DeltaPosition | null;

/** Sends the deltas of a session, in order, to its members on this instance. */
export class DeltaBroadcaster implements RoomListener {
  readonly #deps: DeltaBroadcasterDeps;
  readonly #reopening = new Map<Room, Promise<Reopened>>();

  /** One entry per kind: a kind without an entry does not compile. */
  readonly #byKind: Readonly<Record<DeltaKind, Broadcast>> = {
    timeline: (room, delta, before) => this.#broadcastTimeline(room, delta, before),
    memberJoined: (room, delta) => this.#tellMembers(room, delta),
    memberLeft: (room, delta) => this.#tellLeft(room, delta),
    replaced: (room, { body }) => {
      const { memberId, ticket } = JSON.parse(body) as { memberId: string; ticket: number };
      closeReplaced(room, memberId, ticket);
    },
    access: (room, delta) => this.#applyAccess(room, delta),
    rebased: (room, delta) => this.#reopenAt(room, delta),
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
        if (room.hasGapBefore(delta)) await this.#reopenAt(room, delta);
        const { timeline } = room.known;
        if (room.applyDelta(delta)) await this.#byKind[delta.kind](room, delta, timeline);
      }
    }
  }

  /** Sends new snapshots. Reasons that come together lead to one: a second one would jump over the commands after the first. */
  async reopen(room: Room): Promise<void> {
    await this.#reopenOnce(room);
  }

  #reopenOnce(room: Room): Promise<Reopened> {
    const running = this.#reopening.get(room);
    if (running !== undefined) return running;
    const begun = this.#reopenNow(room).finally(() => this.#reopening.delete(room));
    this.#reopening.set(room, begun);
    return begun;
  }

  /** Sends snapshots with at least what this delta tells. */
  async #reopenAt(room: Room, delta: DeltaPosition): Promise<void> {
    const isRunning = this.#reopening.has(room);
    const position = await this.#reopenOnce(room);
    if (isRunning && position !== null && isAfter(delta, position)) await this.#reopenOnce(room);
  }

  async #reopenNow(room: Room): Promise<Reopened> {
    // Until the snapshots are sent: if that fails, the next comparison with Redis tries again.
    room.isStale = true;
    this.#deps.trailWriter.rescue(room.sessionId, room.held.take());
    const state = await this.#deps.loader.load(room.sessionId, room.known);
    const position = state === null ? null : await this.#resync(room);
    if (state === null) room.closeAll('sessionEnded');
    room.isStale = false;
    return position;
  }

  /** Tells the sockets when the current track does not exist any more. Never rejects. */
  async reportMissingTrack(
    { sessionId, info, known }: Room,
    connections: readonly RoomConnection[],
  ): Promise<void> {
    const item = info?.queue.find(({ id }) => id === known?.timeline.queueItemId);
    if (item === undefined) return;
    try {
      const found = await playableItems([item], this.#deps.tracks);
      if (found.size > 0) return;
      const detail = `The queue has moved to "${item.title}"`;
      const problem = problemMessage(new MessageError('TRACK_NOT_FOUND', { detail }));
      for (const connection of connections) connection.send(problem);
    } catch (error) {
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a track could not be checked');
    }
  }

  #tellLeft(room: Room, delta: Delta): void {
    const { memberId } = JSON.parse(delta.body) as MemberLeft;
    this.#deps.outputWatch.left(room.sessionId, memberId, room.known);
    room.broadcastLater(delta.body, delta);
  }

  #tellMembers(room: Room, delta: Delta): void {
    if (delta.body.startsWith(INVITE_CODE)) {
      void this.#tellInviteCode(room);
      return;
    }
    if (delta.body.startsWith(SKIP_VOTES)) this.#takeVotes(room, delta);
    room.broadcastLater(delta.body, delta);
  }

  /**
   * The devices of the user who has voted learn it at once: what all are told later may be the vote of another one. With
   * enough votes each instance of the session goes on, also when members have left; one of them does it.
   */
  #takeVotes(room: Room, delta: Delta): void {
    const { vote, ...votes } = JSON.parse(delta.body) as SkipVotesChanged;
    if (vote !== undefined)
      room.send(delta.body, delta, ({ identity }) => identity.principal.userId === vote.userId);
    if (votes.count < votes.needed) return;
    const { sessionId, known } = room;
    const commandId = `skip-${delta.epoch}-${delta.sequence}`;
    this.#deps.commands
      .skip(sessionId, { queueItemId: votes.queueItemId, commandId }, known)
      .catch((error: unknown) => {
        this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'an item could not be skipped');
      });
  }

  /** Reads the code once for all members here who may see it. Never rejects: they read it when they open the room again. */
  async #tellInviteCode(room: Room): Promise<void> {
    const { repository, logger } = this.#deps;
    const { sessionId } = room;
    try {
      const session = await repository.findHead(sessionId);
      const access = room.info?.access;
      if (session === null || access === undefined) return;
      const message = { type: 'inviteCodeChanged', inviteCode: session.inviteCode } as const;
      for (const connection of room.connections) {
        const { principal } = connection.identity;
        if (connection.hasSnapshot && hasPermission(access, principal.userId, 'invite'))
          connection.send(message);
      }
    } catch (error) {
      logger.warn({ sessionId, reason: reasonOf(error) }, 'a new invite code could not be told');
    }
  }

  async #applyAccess(room: Room, delta: Delta): Promise<void> {
    const { messages, forManagers, removed, endsGuests } = JSON.parse(delta.body) as AccessDelta;
    const state = await this.#readState(room);
    // Without state the session has ended, or is restored with a new snapshot for each member.
    if (state === null) return;
    room.applyAccess(state.room.access);
    const { access } = state.room;
    for (const { userId, reason } of removed) {
      // A guest comes back as another one.
      const hasJoinedAgain =
        !isGuestId(userId) && access.removals.every((removal) => removal.userId !== userId);
      if (!hasJoinedAgain) room.closeUser(userId, reason);
    }
    // Also when guests are allowed again by now: those of before are members no longer.
    if (endsGuests === true) room.closeGuests();
    for (const message of messages) room.broadcast(JSON.stringify(message), delta);
    const isManager = ({ identity }: RoomConnection) =>
      managingRole(access, identity.principal.userId) !== null;
    for (const message of forManagers) room.send(JSON.stringify(message), delta, isManager);
  }

  /** If it fails, the members get a new snapshot at the next comparison with Redis. */
  async #readState(room: Room): Promise<RoomState | null> {
    try {
      return await this.#deps.store.read(room.sessionId);
    } catch (error) {
      room.isStale = true;
      throw error;
    }
  }

  #broadcastTimeline(room: Room, delta: Delta, before: Timeline): void {
    room.broadcast(delta.body, delta);
    const { known } = room;
    if (known === undefined) return;
    this.#deps.writer.schedule(room.sessionId, known);
    if (known.timeline.state !== 'playing') return;
    this.#deps.outputWatch.playing(room.sessionId, known);
    if (isSamePlayback(before, known.timeline)) return;
    void this.reportMissingTrack(room, [...room.connections]);
  }

  /** In a new epoch every member needs a new snapshot, and takes its seat again in case it was lost. */
  async #resync(room: Room): Promise<Reopened> {
    const { seats, store, timebase, writer, outputWatch } = this.#deps;
    const { sessionId } = room;
    await seats.refresh(room);
    const live = await store.readLive(sessionId);
    if (live === null) return null;
    const { state } = live;
    room.applyState(state);
    room.held.addState(state, timebase.nowUs());
    writer.schedule(sessionId, state);
    if (room.known !== undefined) outputWatch.playing(sessionId, room.known);
    const write = snapshotWriter(live);
    for (const connection of room.connections)
      connection.sendSnapshot(write(connection.identity, timebase.nowUs()), state);
    // Seats that were taken over by deltas which the snapshot jumps over.
    await seats.refresh(room);
    return state;
  }
}
