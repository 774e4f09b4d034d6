import {
  isNewer,
  microseconds,
  milliseconds,
  positionAt,
  rebase,
  timelineFrom,
  type Timeline,
} from '@downbeat/timing';
import {
  currentItem,
  type ListeningSessionRecord,
  type ReferencedTimeline,
  type RoomInfo,
  type RoomState,
} from '../model/room-state.ts';
import type { CommandView } from '../store/room-store.ts';
import type { Stores } from '../store/stores.ts';

type RoomStateLoaderDeps = Pick<Stores, 'store' | 'repository' | 'timebase'>;

/** The newest timeline that this instance has seen: it may be newer than the copy in MongoDB. */
type Known = ReferencedTimeline | undefined;

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
    const { timeline, reference } = session.live;
    await this.#deps.store.open(session.id, timelineFrom(timeline), reference, infoOf(session));
  }

  /** The live state, or null when there is no such session. */
  async load(sessionId: string, known?: Known): Promise<RoomState | null> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const state = await this.#deps.store.read(sessionId);
      if (state === null) {
        if (!(await this.#restore(sessionId, known))) return null;
      } else {
        if (this.#isCurrent(state, known)) return state;
        await this.#convert(sessionId, state, known);
      }
    }
    throw new Error(`session ${sessionId} could not be loaded`);
  }

  /** What a command or an advance is computed from; null when there is no such session. */
  async loadView(sessionId: string, command: string, known?: Known): Promise<LoadedView | null> {
    const { store, timebase } = this.#deps;
    const view = await store.readForCommand(sessionId, command);
    if (view.state !== null && view.state.reference === timebase.reference)
      return { ...view, state: view.state };
    const state = await this.load(sessionId, known);
    return state === null ? null : { ...view, state };
  }

  /** An instance that does not know the time yet uses the state as it is. */
  #isCurrent({ reference, epoch }: RoomState, known: Known): boolean {
    const { timebase } = this.#deps;
    if (known !== undefined && known.timeline.epoch > epoch) return false;
    return !timebase.ready || reference === timebase.reference;
  }

  async #restore(sessionId: string, known: Known): Promise<boolean> {
    const { store, repository, timebase } = this.#deps;
    if (!timebase.ready) throw new Error('the timebase is not known yet');
    const record = await repository.find(sessionId);
    if (record === null) return false;
    const room = infoOf(record);
    const saved = { timeline: timelineFrom(record.live.timeline), reference: record.live.reference };
    const newest = newerOf(saved, known);
    const timeline = this.#inCurrentTimebase({ room, ...newest }, newest.timeline.epoch + 1);
    const opened = await store.open(sessionId, timeline, timebase.reference, room);
    if (opened) await this.#save(sessionId, timeline);
    return true;
  }

  async #convert(sessionId: string, state: RoomState, known: Known): Promise<void> {
    const { store, timebase } = this.#deps;
    const newest = newerOf(state, known);
    const epoch = Math.max(state.epoch, newest.timeline.epoch) + 1;
    const timeline = this.#inCurrentTimebase({ room: state.room, ...newest }, epoch);
    const { reference } = timebase;
    const delta = { kind: 'rebased' as const, body: '{}' };
    const change = { expected: state, timeline, reference, room: state.room, delta, command: '' };
    const { kind } = await store.setTimeline(sessionId, change);
    if (kind === 'applied') await this.#save(sessionId, timeline);
  }

  /** Saved at once: if Redis is lost again, the same epoch must not be used twice. */
  async #save(sessionId: string, timeline: Timeline): Promise<void> {
    const { repository, timebase } = this.#deps;
    const { reference } = timebase;
    await repository.saveLive(sessionId, { timeline, reference, writtenAt: new Date() });
  }

  /**
   * An instance that was running during the change of reference knows the shift, and playback goes on. Without the shift
   * the current position is unknown, so playback pauses at the position where it last started.
   */
  #inCurrentTimebase(state: Pick<RoomState, 'timeline' | 'reference' | 'room'>, epoch: number): Timeline {
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

function infoOf({ name, ownerId, playbackControl, queue }: RoomInfo): RoomInfo {
  return { name, ownerId, playbackControl, queue };
}

function newerOf(one: ReferencedTimeline, other: Known): ReferencedTimeline {
  return other !== undefined && isNewer(other.timeline, one.timeline) ? other : one;
}
