import { createBatches } from '@downbeat/shared/batches';
import type { MemberDelay, Timeline } from '@downbeat/timing';
import type { Member } from '../../generated/listening.schemas.gen.ts';
import { liveAccess } from '../model/access-delta.ts';
import { advanceDueAt } from '../model/next-item.ts';
import { limits } from '../model/limits.ts';
import type { RoomChange } from '../model/room-change.ts';
import {
  formatChangedAt,
  parseRoomState,
  type DeltaPosition,
  type LiveRoom,
  type RoomInfo,
  type RoomState,
  type SkipPoll,
} from '../model/room-state.ts';
import type { AdvanceSchedule } from './advance-schedule.ts';
import { notRecorded, type TrailRecorder } from './trail-log.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** The result of an attempt to change a session, with the version that it has then. */
export type ChangeResult =
  | { readonly kind: 'applied' | 'repeated' | 'stale'; readonly epoch: number; readonly revision: number }
  | { readonly kind: 'missing' };

/** What is read before a command is applied. */
export interface CommandView {
  readonly state: RoomState | null;
  readonly delays: readonly MemberDelay[];
  /** The revision that this same command created before; null for a new command. */
  readonly repeated: number | null;
}

/** A page of a session's members. */
export interface MembersPage {
  readonly members: readonly Member[];
  /** The ticket of the last member of the page; empty for none. */
  readonly last: string;
}

/** Reads for all callers that wait at the same time, of one session, at once. */
function createSharedRead<T>(what: string, read: (sessionId: string) => Promise<T>) {
  return createBatches<undefined, T>({
    what,
    maxSize: Infinity,
    work: async (items, sessionId) => {
      const found = await read(sessionId);
      return items.map(() => found);
    },
  });
}

/** How long the delta that says that a session has ended can be read. */
const LAST_DELTA_SECONDS = 60;

function delayOf(text: string): MemberDelay {
  const [roundTripP95Ms, outputDelayMs] = text.split(',').map(Number);
  return { roundTripP95Ms: roundTripP95Ms ?? 0, outputDelayMs: outputDelayMs ?? 0 };
}

/** The fields of a hash, as a script returns them. */
function recordOf(fields: readonly string[]): Record<string, string> {
  const names = fields.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, fields[index * 2 + 1] ?? '']));
}

/** What `read-room` returns. */
type RoomReply = [
  string[],
  number,
  string[],
  string,
  [] | [string, number, number, string[]],
  number,
  number,
];

function pollOf([queueItemId, count, needed, fields]: RoomReply[4]): SkipPoll | null {
  if (queueItemId === undefined || count === undefined || needed === undefined) return null;
  return { queueItemId, count, needed, voterIds: new Set(fields) };
}

/**
 * Who may do what has a field of its own, because it changes by itself; so have the outputs, which an edit by an instance of an
 * earlier version must not remove.
 */
function roomText({ access: _access, outputs: _outputs, ...rest }: RoomInfo): string {
  return JSON.stringify(rest);
}

/** A session's live state in Redis: read in one step, written by compare-and-set. */
export class RoomStore {
  readonly #redis: ListeningRedis;
  readonly #keys: ListeningKeys;
  readonly #schedule: AdvanceSchedule;
  readonly #recorder: TrailRecorder;
  readonly #readState = createSharedRead('a session', async (sessionId) =>
    parseRoomState(await this.#redis.hgetall(this.#keys.state(sessionId))),
  );
  readonly #readLive = createSharedRead('a session and its members', (sessionId) =>
    this.#readRoom(sessionId, limits.membersShown, '0', true),
  );

  constructor(
    redis: ListeningRedis,
    keys: ListeningKeys,
    schedule: AdvanceSchedule,
    recorder: TrailRecorder = notRecorded,
  ) {
    this.#redis = redis;
    this.#keys = keys;
    this.#schedule = schedule;
    this.#recorder = recorder;
  }

  read(sessionId: string): Promise<RoomState | null> {
    return this.#readState(undefined, sessionId);
  }

  /** The state and the first members at the same instant; null for a session without state. */
  async readLive(sessionId: string): Promise<LiveRoom | null> {
    return (await this.#readLive(undefined, sessionId)).live;
  }

  /** @param after the ticket of the last member of the page before */
  async readMembers(sessionId: string, limit: number, after = '0'): Promise<MembersPage> {
    return this.#readRoom(sessionId, limit, after);
  }

  async #readRoom(
    sessionId: string,
    limit: number,
    after: string,
    withOutputs = false,
  ): Promise<MembersPage & { live: LiveRoom | null }> {
    const { state: ofState, members: ofMembers, joined, skipVotes, toldPresence } = this.#keys;
    const parts = [ofState, ofMembers, joined, skipVotes, toldPresence];
    const reply = await this.#redis.listeningReadRoom(
      ...parts.map((keyOf) => keyOf(sessionId)),
      after,
      limit,
      withOutputs ? '1' : '0',
    );
    const [fields, memberCount, texts, last, votes, away, buffering] = reply as RoomReply;
    const state = parseRoomState(recordOf(fields));
    const members = texts.map((text) => JSON.parse(text) as Member);
    const skipPoll = pollOf(votes);
    const presence = { away, buffering };
    return { live: state && { state, members, memberCount, skipPoll, presence }, members, last };
  }

  async readForCommand(sessionId: string, command: string): Promise<CommandView> {
    const [state, delays, repeated] = await this.#execute([
      ['hgetall', this.#keys.state(sessionId)],
      ['hvals', this.#keys.reports(sessionId)],
      ['zscore', this.#keys.commands(sessionId), command],
    ]);
    return {
      state: parseRoomState(state as Record<string, string>),
      delays: (delays as string[]).map(delayOf),
      repeated: repeated === null ? null : Number(repeated),
    };
  }

  /** The positions of the last deltas of many sessions; null for a session without state. */
  async positions(sessionIds: readonly string[]): Promise<(DeltaPosition | null)[]> {
    const replies = await this.#execute(
      sessionIds.map((id) => ['hmget', this.#keys.state(id), 'epoch', 'sequence']),
      'pipeline',
    );
    return (replies as (string | null)[][]).map(([epoch, sequence]) =>
      typeof epoch === 'string' ? { epoch: Number(epoch), sequence: Number(sequence) } : null,
    );
  }

  /** Writes the state of a session that has none; false if it has one. */
  async open(sessionId: string, timeline: Timeline, reference: string, room: RoomInfo): Promise<boolean> {
    await this.#scheduleAdvance(sessionId, { timeline, room });
    const { access } = room;
    const recorded = this.#recorder(sessionId);
    const reply = await this.#redis.listeningOpenRoom(
      ...this.#keys.timelineKeys(sessionId),
      timeline.epoch,
      timeline.revision,
      reference,
      JSON.stringify(timeline),
      roomText(room),
      limits.deltaBytes,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
      JSON.stringify(liveAccess(access)),
      access.version,
      JSON.stringify(room.outputs),
      ...recorded,
    );
    return reply === 1;
  }

  /**
   * Changes the state if it is still the expected one, and appends the delta.
   * @param command identifies a command, so that a repeated one is recognised; empty for a change that is not a command
   */
  async change(sessionId: string, change: RoomChange, command = ''): Promise<ChangeResult> {
    const { expected, timeline, reference, room, delta } = change;
    await this.#scheduleAdvance(sessionId, { timeline, room });
    const changedAt = formatChangedAt(change.changedAt, timeline.revision);
    const recorded = this.#recorder(sessionId, changedAt);
    const reply = await this.#redis.listeningChangeRoom(
      ...this.#keys.timelineKeys(sessionId),
      expected.epoch,
      expected.revision,
      timeline.epoch,
      timeline.revision,
      reference,
      JSON.stringify(timeline),
      delta.kind,
      delta.body,
      command,
      limits.commandsKept,
      limits.deltaBytes,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
      changedAt,
      change.changesRoom ? roomText(room) : '',
      change.changesOutputs ? JSON.stringify(room.outputs) : '',
      ...recorded,
    );
    const [kind, epoch, revision] = reply as ['applied' | 'repeated' | 'stale' | 'missing', number, number];
    if (kind === 'missing') return { kind };
    // The entry of the former timeline is useless now; if it stays, it is removed when it is due.
    if (kind === 'applied') this.#schedule.remove({ sessionId, ...expected }).catch(() => undefined);
    return { kind, epoch, revision };
  }

  /** Removes the live state, and tells the members that the session has ended. */
  async end(sessionId: string): Promise<void> {
    const [state = '', deltas = '', ...further] = this.#keys.all(sessionId);
    const args = [limits.deltaBytes, this.#keys.wake(sessionId), LAST_DELTA_SECONDS];
    await this.#redis.listeningEndRoom(
      ...[state, deltas, this.#keys.trail(sessionId), ...further],
      ...args,
      ...this.#recorder(sessionId),
    );
  }

  /** Before the timeline is written, so that its advance cannot be lost. */
  async #scheduleAdvance(sessionId: string, playback: Pick<RoomState, 'timeline' | 'room'>): Promise<void> {
    const { epoch, revision } = playback.timeline;
    const dueUs = advanceDueAt(playback);
    if (dueUs !== undefined) await this.#schedule.add({ sessionId, epoch, revision }, dueUs);
  }

  async #execute(commands: string[][], how: 'multi' | 'pipeline' = 'multi'): Promise<unknown[]> {
    const replies = await this.#redis[how](commands).exec();
    if (replies === null) throw new Error('Redis aborted the transaction');
    return replies.map(([error, value]) => {
      if (error !== null) throw error;
      return value;
    });
  }
}
