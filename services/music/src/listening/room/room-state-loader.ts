import {
  isNewer,
  microseconds,
  milliseconds,
  positionAt,
  rebase,
  timelineFrom,
  type Timeline,
} from '@downbeat/timing';
import { begunOutputs } from '../model/outputs.ts';
import {
  currentItem,
  isAfter,
  type KnownState,
  type ListeningSessionRecord,
  type RoomInfo,
  type RoomState,
  type SavedState,
} from '../model/room-state.ts';
import type { CommandView } from '../store/room-store.ts';
import type { AccessPublisher } from './access-publisher.ts';
import type { Stores } from '../store/stores.ts';

interface RoomStateLoaderDeps extends Pick<Stores, 'store' | 'repository' | 'timebase'> {
  readonly publisher: Pick<AccessPublisher, 'publish'>;
}

/** The newest state that this instance has seen: it may be newer than the copy in MongoDB, and than a restarted Redis. */
type Known = KnownState | undefined;

/** A {@link CommandView} whose state exists. */
export type LoadedView = CommandView & { readonly state: RoomState };

const MAX_TRIES = 5;

/**
 * Makes sure that a session has live state in the current timebase: restores a state that Redis lost, and converts one
 * that was written with another reference clock. Both begin a new epoch.
 */
export class RoomStateLoader {
  readonly #deps: RoomStateLoaderDeps;

  constructor(deps: RoomStateLoaderDeps) {
    this.#deps = deps;
  }

  /** Writes the live state of a new session. */
  async create(session: ListeningSessionRecord): Promise<void> {
    const { store } = this.#deps;
    const { timeline, reference } = session.live;
    const open = () => store.open(session.id, timelineFrom(timeline), reference, infoOf(session));
    if (await open()) return;
    // What an earlier try of the same creation has left, with another queue.
    await store.end(session.id);
    if (!(await open())) throw new Error(`session ${session.id} could not be opened`);
  }

  /** The live state, or null when there is no such session. */
  async load(sessionId: string, known?: Known): Promise<RoomState | null> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const state = await this.#deps.store.read(sessionId);
      if (state === null) {
        if (!(await this.#restore(sessionId, known))) return null;
      } else {
        // Another instance may have noticed a change of the reference first: then this one is late, not the state.
        await this.#deps.timebase.catchUp(state.reference);
        if (this.#isCurrent(state, known)) return state;
        await this.#convert(sessionId, state, known);
      }
    }
    throw new Error(`session ${sessionId} could not be loaded`);
  }

  /** What a command or an advance is computed from; null when there is no such session. */
  async loadView(sessionId: string, command: string, known?: Known): Promise<LoadedView | null> {
    const view = await this.#deps.store.readForCommand(sessionId, command);
    if (view.state !== null && this.#isCurrent(view.state, known)) return { ...view, state: view.state };
    const state = await this.load(sessionId, known);
    return state === null ? null : { ...view, state };
  }

  /** An instance that does not know the time yet uses the state as it is. */
  #isCurrent(state: RoomState, known: Known): boolean {
    const { timebase } = this.#deps;
    // Redis has lost its last writes: the members would not accept what is written from here on.
    if (known !== undefined && isAfter(known.position, state)) return false;
    return !timebase.ready || state.reference === timebase.reference;
  }

  async #restore(sessionId: string, known: Known): Promise<boolean> {
    const { store, repository, timebase } = this.#deps;
    if (!timebase.ready) throw new Error('the timebase is not known yet');
    const record = await repository.find(sessionId);
    if (record === null) return false;
    const { timeline: savedTimeline, reference: savedReference } = record.live;
    const saved = {
      timeline: timelineFrom(savedTimeline),
      reference: savedReference,
      room: infoOf(record),
    };
    const newest = newerOf(saved, known);
    await timebase.catchUp(newest.reference);
    const { reference } = timebase;
    // Who may do what is not known better than by the record.
    const room = { ...newest.room, access: record.access, outputs: begunOutputs(newest.room.outputs) };
    const timeline = this.#inCurrentTimebase(newest, newest.timeline.epoch + 1);
    const opened = await store.open(sessionId, timeline, reference, room);
    if (opened) await repository.saveLive(sessionId, { timeline, reference, room });
    if (opened) await this.#publishMissed(sessionId, record.access.version);
    return true;
  }

  /** A change that was made before there was live state to change, or that Redis has lost. */
  async #publishMissed(sessionId: string, version: number): Promise<void> {
    const record = await this.#deps.repository.find(sessionId);
    if (record !== null && record.access.version > version)
      await this.#deps.publisher.publish(sessionId, record.access);
  }

  async #convert(sessionId: string, state: RoomState, known: Known): Promise<void> {
    const { store, repository, timebase } = this.#deps;
    const newest = newerOf(state, known);
    const epoch = Math.max(state.epoch, newest.timeline.epoch) + 1;
    const { reference } = timebase;
    const timeline = this.#inCurrentTimebase(newest, epoch);
    const room = { ...newest.room, outputs: begunOutputs(newest.room.outputs) };
    const { kind } = await store.change(sessionId, {
      expected: state,
      timeline,
      changedAt: { playback: timeline.revision, queue: timeline.revision, outputs: timeline.revision },
      reference,
      room,
      changesRoom: true,
      changesOutputs: true,
      delta: { kind: 'rebased', body: '{}' },
    });
    // At once: if Redis is lost again, the same epoch must not be used twice.
    if (kind !== 'applied') return;
    await repository.saveLive(sessionId, { timeline, reference, room });
    await this.#publishMissed(sessionId, state.room.access.version);
  }

  /**
   * An instance that was running during the change of reference knows the shift, and playback goes on. Without the shift
   * the current position is unknown, so playback pauses at the position where it last started.
   */
  #inCurrentTimebase(state: SavedState, epoch: number): Timeline {
    const { timebase } = this.#deps;
    const { timeline } = state;
    const shiftUs = timebase.shiftFrom(state.reference);
    if (shiftUs !== undefined) {
      const anchorUs = microseconds(Math.max(Math.round(timeline.anchorServerTimeUs + shiftUs), 0));
      return rebase(timeline, epoch, timeline.anchorPositionMs, anchorUs);
    }
    const durationMs = milliseconds(currentItem(state)?.durationMs ?? 0);
    const restMs = positionAt(timeline, timeline.anchorServerTimeUs, durationMs);
    const resting = rebase(timeline, epoch, restMs, timebase.nowUs());
    return timeline.state === 'playing' ? { ...resting, state: 'paused' } : resting;
  }
}

function infoOf({ name, access, queue, repeat, outputs }: RoomInfo): RoomInfo {
  return { name, access, queue, repeat, outputs };
}

function newerOf(one: SavedState, other: Known): SavedState {
  return other !== undefined && isNewer(other.timeline, one.timeline) ? other : one;
}
