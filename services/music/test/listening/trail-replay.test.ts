// Random commands, advances, new epochs and chat: what a trail replays to is the live state, after each of them.
import { strict as assert } from 'node:assert';
import { newId } from '@downbeat/shared/ids';
import { microseconds, milliseconds, rebase, stoppedTimeline, type Timeline } from '@downbeat/timing';
import fc from 'fast-check';
import t from 'tap';
import type { Command } from '../../src/listening/model/commands.ts';
import { MessageError } from '../../src/listening/model/errors.ts';
import type { ConnectionIdentity } from '../../src/listening/model/members.ts';
import {
  advancedTimeline,
  advanceDueAt,
  advanceMessage,
  itemsAfterCurrent,
} from '../../src/listening/model/next-item.ts';
import { initialAccess, withSettings } from '../../src/listening/model/room-access.ts';
import { changeOfPlayback, type RoomChange } from '../../src/listening/model/room-change.ts';
import { formatChangedAt, parseRoomState, type RoomState } from '../../src/listening/model/room-state.ts';
import {
  recordedPart,
  replay,
  wholeStateText,
  type RecordedState,
  type TrailEntry,
} from '../../src/listening/model/trail.ts';
import { CommandProcessor } from '../../src/listening/room/command-processor.ts';

const RUNS = 10_000;
/** After so many entries one has the whole state. */
const SEGMENT = 5;
const LEAD_MS = 150;
const REFERENCE = 'reference';

const userIds = [newId(), newId()];
const trackIds = [newId(), newId(), newId()];

/** A live state in memory, which a change replaces and records as the scripts of Redis do: as text. */
class MemoryRoom {
  readonly trail: TrailEntry[] = [];
  readonly states: RecordedState[] = [];
  #hash: Record<string, string>;
  #sequence = 0;
  #since = 0;
  nowUs = 1_000_000;
  readonly commands: CommandProcessor;

  constructor(fairTurns: boolean) {
    const access = withSettings(initialAccess({ ownerId: userIds[0] ?? '' }), {
      fairTurns,
      permissions: { playback: 'listener', add: 'listener', reorder: 'dj' },
    });
    const timeline = stoppedTimeline(1, null, microseconds(this.nowUs));
    this.#hash = {
      ...{ epoch: '1', revision: '0', reference: REFERENCE, timeline: JSON.stringify(timeline) },
      room: JSON.stringify({ name: 'Friday', queue: [], repeat: 'off' }),
      access: JSON.stringify(access),
      outputs: JSON.stringify({ devices: null, fromServerTimeUs: 0 }),
    };
    this.#append('rebased', '{}', true);
    this.commands = new CommandProcessor({
      store: { change: (_: string, change: RoomChange) => Promise.resolve(this.apply(change)) },
      loader: {
        loadView: () => Promise.resolve({ state: this.state, delays: [], repeated: null }),
      },
      timebase: { nowUs: () => microseconds(this.nowUs) },
      sync: {
        members: (_: string, ids: readonly string[]) =>
          Promise.resolve(new Map(ids.map((id) => [id, { memberId: id, displayName: id.slice(-5) }]))),
      },
      tracks: {
        playable: (ids: readonly string[]) =>
          Promise.resolve(
            ids.map((id, index) => ({
              ...{ id, title: `Track "${id}"`, artistName: 'Zoë', onlyFor: null },
              durationMs: 1_000.25 + index * 500,
            })),
          ),
      },
    } as unknown as ConstructorParameters<typeof CommandProcessor>[0]);
  }

  get state(): RoomState {
    const state = parseRoomState({ ...this.#hash, sequence: `${this.#sequence}` });
    if (state === null) throw new Error('there is no state');
    return state;
  }

  apply({ timeline, changedAt, reference, room, changesRoom, changesOutputs, delta }: RoomChange) {
    const { name, queue, repeat, outputs } = room;
    const isOther = `${timeline.epoch}` !== this.#hash['epoch'];
    this.#hash = {
      ...this.#hash,
      ...{ epoch: `${timeline.epoch}`, revision: `${timeline.revision}`, reference },
      timeline: JSON.stringify(timeline),
      changedAt: formatChangedAt(changedAt, timeline.revision),
      ...(changesRoom && { room: JSON.stringify({ name, queue, repeat }) }),
      ...(changesOutputs && { outputs: JSON.stringify(outputs) }),
    };
    if (isOther) this.#sequence = 0;
    this.#append(delta.kind, delta.body, isOther);
    return { kind: 'applied', epoch: timeline.epoch, revision: timeline.revision } as const;
  }

  tell(body: string): void {
    this.#append('memberJoined', body, false);
  }

  advance(): void {
    const { state } = this;
    const dueUs = advanceDueAt(state);
    const items = new Set(itemsAfterCurrent(state));
    const timeline =
      dueUs && advancedTimeline(state, dueUs, items, microseconds(Math.max(this.nowUs, dueUs)));
    if (timeline === undefined) return;
    this.apply(changeOfPlayback(state, advanceMessage(timeline, milliseconds(LEAD_MS)), timeline));
  }

  /** As when Redis has lost the room. */
  beginEpoch(shiftUs: number): void {
    const { state } = this;
    const { anchorPositionMs, anchorServerTimeUs } = state.timeline;
    const anchorUs = microseconds(anchorServerTimeUs + shiftUs);
    const timeline: Timeline = rebase(state.timeline, state.epoch + 1, anchorPositionMs, anchorUs);
    const changedAt = { playback: 0, queue: 0, outputs: 0 };
    const delta = { kind: 'rebased', body: '{}' } as const;
    const rest = { changesRoom: true, changesOutputs: true, expected: state };
    this.apply({
      ...rest,
      timeline,
      changedAt,
      reference: `${REFERENCE} ${shiftUs}`,
      room: state.room,
      delta,
    });
  }

  #append(kind: TrailEntry['kind'], body: string, isBeginning: boolean): void {
    this.#sequence += 1;
    this.#since += 1;
    const { state } = this;
    const { epoch, revision, sequence } = state;
    const hasState = isBeginning || this.#since >= SEGMENT;
    if (hasState) this.#since = 0;
    const changedAt = kind === 'timeline' ? (this.#hash['changedAt'] ?? '') : '';
    const common = { epoch, sequence, revision, kind, body, atUs: this.nowUs, changedAt };
    this.trail.push({ ...common, ...(hasState && { state: wholeStateText(state) }) });
    this.states.push(recordedPart(state));
  }
}

/** One thing that happens; the numbers choose items, places and positions. */
const step = fc.record({
  kind: fc.constantFrom(
    ...([
      'play',
      'pause',
      'seek',
      'next',
      'previous',
      'advance',
      'epoch',
      'chat',
      'outputs',
      'repeat',
    ] as const),
    ...(['add', 'add', 'add', 'remove', 'move', 'clear', 'shuffle', 'replace'] as const),
  ),
  user: fc.nat({ max: 1 }),
  one: fc.nat({ max: 5 }),
  other: fc.nat({ max: 5 }),
  pauseUs: fc.nat({ max: 3_000_000 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function operationOf({ kind, one, other }: Step, ids: readonly string[]): object {
  const after = [undefined, null, 'current', ids[other]][other % 4];
  const itemIds = [
    ...new Set([ids[one % Math.max(ids.length, 1)], ids[other]].filter((id) => id !== undefined)),
  ];
  const named = itemIds.length === 0 ? [newId()] : itemIds;
  const tracks = [trackIds[one % 3], trackIds[other % 3]];
  if (kind === 'add') return { op: kind, trackIds: tracks, ...(after !== undefined && { after }) };
  if (kind === 'replace') return { op: kind, trackIds: tracks };
  if (kind === 'move') return { op: kind, itemIds: named, ...(after !== undefined && { after }) };
  return kind === 'remove' ? { op: kind, itemIds: named } : { op: kind };
}

function commandOf(step: Step, { revision, room }: RoomState): Command {
  const { kind, one, user } = step;
  const ids = room.queue.map(({ id }) => id);
  const base = { commandId: newId(), revision };
  const command = (): object => {
    if (kind === 'play') return { type: kind, ...(ids[one] !== undefined && { queueItemId: ids[one] }) };
    if (kind === 'seek') return { type: kind, positionMs: one * 200.5 };
    if (kind === 'pause' || kind === 'next' || kind === 'previous') return { type: kind };
    if (kind === 'repeat') return { type: kind, mode: (['off', 'one', 'all'] as const)[one % 3] };
    if (kind === 'outputs') return { type: kind, memberIds: one < 3 ? null : [`${userIds[user]}:phone`] };
    return { type: 'queue', operations: [operationOf(step, ids)] };
  };
  return { ...base, ...command() } as Command;
}

function senderOf(user: number): ConnectionIdentity {
  const userId = userIds[user] ?? '';
  return {
    ...{ ticket: 1, sessionId: 'session', memberId: `${userId}:phone`, deviceId: 'phone' },
    principal: { userId },
  } as ConnectionIdentity;
}

async function take(room: MemoryRoom, step: Step): Promise<'done' | 'refused'> {
  room.nowUs += step.pauseUs;
  if (step.kind === 'advance') room.advance();
  else if (step.kind === 'epoch') room.beginEpoch(step.one * 1_000);
  else if (step.kind === 'chat') room.tell('{"type":"reactions","counts":[],"at":null}');
  else
    try {
      await room.commands.apply(senderOf(step.user), commandOf(step, room.state), undefined);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      return 'refused';
    }
  return 'done';
}

t.test(`replays ${RUNS} random rooms to their live state after every step`, async (t) => {
  const counts = { done: 0, refused: 0 };
  const property = fc.asyncProperty(
    fc.array(step, { maxLength: 14 }),
    fc.boolean(),
    async (steps, fairTurns) => {
      const room = new MemoryRoom(fairTurns);
      for (const one of steps) {
        counts[await take(room, one)] += 1;
        assert.deepStrictEqual(replay(room.trail), recordedPart(room.state));
      }
      // Also from any entry with a whole state on, as when earlier ones have expired, and at any moment.
      const wholes = room.trail.flatMap(({ state }, index) => (state === undefined ? [] : [index]));
      for (const index of wholes) assert.deepStrictEqual(replay(room.trail.slice(index)), room.states.at(-1));
      for (const [index, { atUs }] of room.trail.entries()) {
        if (room.trail[index + 1]?.atUs === atUs) continue;
        assert.deepStrictEqual(replay(room.trail, atUs), room.states[index]);
      }
    },
  );
  // A failure prints the seed and the shortest steps that fail.
  await fc.assert(property, { numRuns: RUNS });
  t.ok(counts.done > RUNS * 3, `${counts.done} changes, ${counts.refused} refused`);
  t.equal(replay([]), undefined, 'an empty trail has no state');
});
