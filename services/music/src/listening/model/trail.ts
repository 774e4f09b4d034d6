import { timelineFrom, type Timeline, type WireTimeline } from '@downbeat/timing';
import type { Outputs, QueueChanged, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import { afterMessage, type RevisedRoom } from './room-reducer.ts';
import {
  allOutputs,
  formatChangedAt,
  parseChangedAt,
  type ChangedAt,
  type Delta,
  type RoomInfo,
  type RoomState,
} from './room-state.ts';

/** One entry of a room's trail, in the order in which the changes were made. */
export interface TrailEntry extends Omit<Delta, 'recorded'> {
  /** When it was made, in the session's timebase. */
  readonly atUs: number;
  /** Which revisions changed what, after this entry; of a change of the timeline or the queue. */
  readonly changedAt: string;
  /** The whole state after this entry (JSON), where a replay can begin. */
  readonly state?: string;
}

/** What every change of a session's revision has left: all of the live state but who may do what and who is there. */
export interface RecordedState {
  readonly epoch: number;
  readonly revision: number;
  readonly reference: string;
  readonly timeline: Timeline;
  readonly changedAt: ChangedAt;
  readonly room: RevisedRoom;
}

/** The whole state, as the script that appends to the trail writes it. */
interface WholeState {
  readonly timeline: WireTimeline;
  readonly reference: string;
  /** As live state has it; an earlier version has written no repeat mode. */
  readonly room: Pick<RevisedRoom, 'name' | 'queue'> & Partial<RevisedRoom>;
  readonly outputs: Outputs | null;
  readonly changedAt: string;
}

function revisedRoom({ access: _access, ...revised }: RoomInfo): RevisedRoom {
  return revised;
}

/** The part of a live state that its trail tells. */
export function recordedPart({ sequence: _sequence, room, ...rest }: RoomState): RecordedState {
  return { ...rest, room: revisedRoom(room) };
}

/** Writes a state as the script does. */
export function wholeStateText({ timeline, reference, room, changedAt }: RoomState): string {
  const { outputs, ...rest } = revisedRoom(room);
  const whole = { timeline, reference, room: rest, outputs };
  return JSON.stringify({ ...whole, changedAt: formatChangedAt(changedAt, timeline.revision) });
}

export function parseWholeState(text: string): RecordedState {
  const { timeline: wire, reference, room, outputs, changedAt } = JSON.parse(text) as WholeState;
  const timeline = timelineFrom(wire);
  const { epoch, revision } = timeline;
  const { name, queue, repeat = 'off' } = room;
  return {
    ...{ epoch, revision, reference, timeline },
    changedAt: parseChangedAt(changedAt, revision),
    room: { name, queue, repeat, outputs: outputs ?? allOutputs },
  };
}

/** The state after one entry; undefined while no entry with a whole state has come. */
export function afterEntry(state: RecordedState | undefined, entry: TrailEntry): RecordedState | undefined {
  if (entry.state !== undefined) return parseWholeState(entry.state);
  if (state === undefined || entry.kind !== 'timeline') return state;
  const message = JSON.parse(entry.body) as TimelineChanged | QueueChanged;
  const { timeline, room } = afterMessage(state.room, message);
  const { epoch, revision } = timeline;
  const changedAt = parseChangedAt(entry.changedAt, revision);
  return { epoch, revision, reference: state.reference, timeline, changedAt, room };
}

/**
 * A session's state at a moment, from nothing but its trail: the same as the live state was then.
 * @param trail in order, from an entry with a whole state on
 * @param untilUs in the session's timebase; the entries until the first later one count
 * @returns undefined when the trail begins later
 */
export function replay(trail: Iterable<TrailEntry>, untilUs = Infinity): RecordedState | undefined {
  let state: RecordedState | undefined;
  for (const entry of trail) {
    if (entry.atUs > untilUs) break;
    state = afterEntry(state, entry);
  }
  return state;
}
