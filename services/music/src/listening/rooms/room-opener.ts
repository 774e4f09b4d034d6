import {
  isNewer,
  microseconds,
  milliseconds,
  positionAt,
  rebase,
  timelineFrom,
  type Timeline,
} from '@downbeat/timing';
import type { SessionRepository } from '../sessions/repository.ts';
import type { SessionRecord } from '../sessions/session.ts';
import { currentItem, type RoomInfo, type RoomState } from '../state/room-state.ts';
import type { RoomStore } from '../state/room-store.ts';
import type { Timebase } from '../timebase/timebase.ts';

/** The newest state of a session that this instance has seen: better than the copy in MongoDB, if there is one. */
export type Remembered = Pick<RoomState, 'timeline' | 'reference'> | undefined;

const TRIES = 5;

/**
 * Sees to it that a session has live state, written in the current timebase: restores what Redis lost, and carries over
 * what was written by another reference clock. Either begins a new epoch.
 */
export class RoomOpener {
  readonly #store: RoomStore;
  readonly #repository: SessionRepository;
  readonly #timebase: Timebase;

  constructor(store: RoomStore, repository: SessionRepository, timebase: Timebase) {
    this.#store = store;
    this.#repository = repository;
    this.#timebase = timebase;
  }

  /** Puts the live state of a new session in place. */
  async begin(session: SessionRecord): Promise<void> {
    const { timeline, reference } = session.live;
    await this.#store.open(session.id, timelineFrom(timeline), reference, infoOf(session));
  }

  /** The live state, or null when there is no such session. */
  async open(sessionId: string, remembered?: Remembered): Promise<RoomState | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const state = await this.#store.read(sessionId);
      if (state === null) {
        if (!(await this.#restore(sessionId, remembered))) return null;
      } else {
        if (this.#isCurrent(state, remembered)) return state;
        await this.#carryOver(sessionId, state, remembered);
      }
    }
    throw new Error(`session ${sessionId} could not be opened`);
  }

  /** An instance that has no time of its own yet takes the state as it is. */
  #isCurrent({ reference, epoch }: RoomState, remembered: Remembered): boolean {
    if (remembered !== undefined && remembered.timeline.epoch > epoch) return false;
    return !this.#timebase.ready || reference === this.#timebase.reference;
  }

  async #restore(sessionId: string, remembered: Remembered): Promise<boolean> {
    if (!this.#timebase.ready) throw new Error('the timebase is not known yet');
    const record = await this.#repository.find(sessionId);
    if (record === null) return false;
    const saved = { timeline: timelineFrom(record.live.timeline), reference: record.live.reference };
    const room = infoOf(record);
    const newest = latest(saved, remembered);
    const timeline = this.#inCurrentTimebase({ room, ...newest }, newest.timeline.epoch + 1);
    const first = await this.#store.open(sessionId, timeline, this.#timebase.reference, room);
    if (first) await this.#save(sessionId, timeline);
    return true;
  }

  async #carryOver(sessionId: string, state: RoomState, remembered: Remembered): Promise<void> {
    const newest = latest(state, remembered);
    const epoch = Math.max(state.epoch, newest.timeline.epoch) + 1;
    const timeline = this.#inCurrentTimebase({ room: state.room, ...newest }, epoch);
    const { kind } = await this.#store.setTimeline(sessionId, {
      expected: state,
      timeline,
      reference: this.#timebase.reference,
      delta: { kind: 'rebased', body: '{}' },
      command: '',
    });
    if (kind === 'applied') await this.#save(sessionId, timeline);
  }

  /** An epoch is used once: not even a second loss of Redis may bring it back. */
  async #save(sessionId: string, timeline: Timeline): Promise<void> {
    await this.#repository.saveLive(sessionId, {
      timeline,
      reference: this.#timebase.reference,
      writtenAt: new Date(),
    });
  }

  /**
   * Whoever lived through the change of reference knows how far the two lie apart, and the music goes on. Nobody else
   * can know where playback is by now, so it rests where it last started.
   */
  #inCurrentTimebase(state: Pick<RoomState, 'timeline' | 'reference' | 'room'>, epoch: number): Timeline {
    const { timeline } = state;
    const shiftUs = this.#timebase.shiftFrom(state.reference);
    if (shiftUs !== undefined) {
      const anchorUs = microseconds(Math.max(Math.round(timeline.anchorServerTimeUs + shiftUs), 0));
      return rebase(timeline, epoch, timeline.anchorPositionMs, anchorUs);
    }
    const durationMs = milliseconds(currentItem(state)?.durationMs ?? 0);
    const restMs = positionAt(timeline, timeline.anchorServerTimeUs, durationMs);
    const resting = rebase(timeline, epoch, restMs, this.#timebase.nowUs());
    return timeline.state === 'playing' ? { ...resting, state: 'paused' } : resting;
  }
}

function infoOf({ name, ownerId, playbackControl, queue }: RoomInfo): RoomInfo {
  return { name, ownerId, playbackControl, queue };
}

type Written = Pick<RoomState, 'timeline' | 'reference'>;

function latest(one: Written, other: Remembered): Written {
  return other !== undefined && isNewer(other.timeline, one.timeline) ? other : one;
}
