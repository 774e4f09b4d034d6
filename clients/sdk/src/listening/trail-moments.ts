import { afterRoomChange, endsAt, milliseconds, timelineFrom, type Timeline } from '@downbeat/timing';
import type { TrailEntry, TrailState } from '../generated/models.gen.ts';
import type { QueueItem, Outputs } from './messages.ts';
import { playsTheSame } from './schedule.ts';

/** A longer time in which nothing sounds and nothing happens is shortened. */
const LONGEST_SILENCE_US = 10_000_000;
/** What is left of it. */
const LEFT_OF_SILENCE_US = 3_000_000;

type Room = Omit<TrailState, 'timeline'>;

/** A room's state after one of its moments, on the clock of the replay. */
export interface StateOfMoment {
  readonly timeline: Timeline;
  readonly room: Room;
}

/** Something that happened in a room. */
export interface TrailMoment {
  readonly entry: TrailEntry;
  /** When, in microseconds since the beginning of the trail, without the silence that is left out. */
  readonly atUs: number;
  /** What leads from the session's time to this clock. */
  readonly offsetUs: number;
  /** Of the item that is current after it. */
  readonly queueItemId: string | null;
}

interface Newest {
  readonly moment: TrailMoment;
  /** On the session's clock. */
  readonly state: StateOfMoment;
}

/** The moments of a trail on one clock, which goes on across epochs and leaves long silence out. */
export class TrailMoments {
  readonly #moments: TrailMoment[] = [];
  readonly #messageIds = new Set<string>();
  #newest: Newest | null = null;

  get all(): readonly TrailMoment[] {
    return this.#moments;
  }

  /** When the last known moment is. */
  get endUs(): number {
    return this.#newest?.moment.atUs ?? 0;
  }

  /** Takes the next entry. Those before the first with a whole state say nothing, since it is unknown what they change. */
  add(entry: TrailEntry): void {
    const newest = this.#newest;
    const state = afterEntry(newest?.state, entry);
    if (state === undefined || this.#isRepeated(entry)) return;
    const { queueItemId } = state.timeline;
    const moment =
      newest === null
        ? { entry, atUs: 0, offsetUs: -entry.atServerTimeUs, queueItemId }
        : momentAfter(newest, entry, state.timeline);
    this.#moments.push(moment);
    this.#newest = { moment, state };
  }

  /** A chat message that was sent again is told again. */
  #isRepeated({ message, state }: TrailEntry): boolean {
    if (message?.type !== 'chatPosted' || state !== undefined) return false;
    const { id } = message.message;
    const isRepeated = this.#messageIds.has(id);
    this.#messageIds.add(id);
    return isRepeated;
  }

  /** The last moment until then; -1 before the first. */
  indexAt(atUs: number): number {
    return this.#moments.findLastIndex((moment) => moment.atUs <= atUs);
  }

  /** Computed from the last entry with a whole state on, because the states of all moments would take much memory. */
  stateAt(index: number): StateOfMoment | undefined {
    const from = this.#moments.findLastIndex(({ entry }, at) => at <= index && entry.state !== undefined);
    const entries = from === -1 ? [] : this.#moments.slice(from, index + 1);
    const state = entries.reduce<StateOfMoment | undefined>(
      (before, { entry }) => afterEntry(before, entry),
      undefined,
    );
    const offsetUs = this.#moments[index]?.offsetUs ?? 0;
    return state && { ...state, timeline: shiftedTimeline(state.timeline, offsetUs) };
  }
}

/** A timeline on a clock that is ahead by so much. The epoch is that of the replay, which has one. */
export function shiftedTimeline(timeline: Timeline, offsetUs: number): Timeline {
  const anchorServerTimeUs = Math.round(timeline.anchorServerTimeUs + offsetUs);
  return timelineFrom({ ...timeline, epoch: 1, anchorServerTimeUs });
}

/** The state after an entry; undefined while no entry with a whole state has come. */
function afterEntry(before: StateOfMoment | undefined, entry: TrailEntry): StateOfMoment | undefined {
  const { state, message } = entry;
  if (state !== undefined) {
    const { timeline, ...room } = state;
    return { timeline: timelineFrom(timeline), room };
  }
  if (before === undefined || (message?.type !== 'timeline' && message?.type !== 'queueChanged'))
    return before;
  return afterRoomChange<QueueItem, Outputs, Room>(before.room, message);
}

function momentAfter({ moment, state }: Newest, entry: TrailEntry, timeline: Timeline): TrailMoment {
  let { offsetUs } = moment;
  if (entry.epoch !== moment.entry.epoch) {
    // Instants of two epochs cannot be compared, but what plays on tells how far they are apart.
    offsetUs = playsTheSame(state.timeline, timeline)
      ? offsetUs + state.timeline.anchorServerTimeUs - timeline.anchorServerTimeUs
      : moment.atUs - entry.atServerTimeUs;
  }
  const silentFromUs = Math.max(moment.atUs, soundsUntilUs(state) + moment.offsetUs);
  const silenceUs = entry.atServerTimeUs + offsetUs - silentFromUs;
  if (silenceUs > LONGEST_SILENCE_US) offsetUs -= silenceUs - LEFT_OF_SILENCE_US;
  const { queueItemId } = timeline;
  return { entry, offsetUs, queueItemId, atUs: Math.max(entry.atServerTimeUs + offsetUs, moment.atUs) };
}

/** When the sound of a state ends, if nothing changes it. */
function soundsUntilUs({ timeline, room }: StateOfMoment): number {
  const item = room.queue.find(({ id }) => id === timeline.queueItemId);
  return (item && endsAt(timeline, milliseconds(item.durationMs))) ?? -Infinity;
}
