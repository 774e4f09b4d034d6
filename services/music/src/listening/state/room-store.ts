import type { MemberDelay, Timeline } from '@downbeat/timing';
import type { Redis } from 'ioredis';
import { limits } from '../limits.ts';
import type { Member } from '../messages/types.ts';
import type { ListeningKeys } from './keys.ts';
import { parseRoomState, type RoomInfo, type RoomState } from './room-state.ts';
import { runScript } from './scripts.ts';

/** What became of an attempt to replace the timeline. */
export type Outcome =
  | { readonly kind: 'applied' | 'repeated' | 'stale'; readonly epoch: number; readonly revision: number }
  | { readonly kind: 'missing' };

export interface TimelineChange {
  readonly expected: { readonly epoch: number; readonly revision: number };
  readonly timeline: Timeline;
  readonly reference: string;
  readonly delta: { readonly kind: 'timeline' | 'rebased'; readonly body: string };
  /** Tells a repeated command; empty for a change that is none. */
  readonly command: string;
}

/** Everything that a command needs to know. */
export interface CommandView {
  readonly state: RoomState | null;
  readonly delays: readonly MemberDelay[];
  /** The revision that this very command brought about before. */
  readonly repeated: number | null;
}

/** How long the news that a session has ended can be read. */
const LAST_DELTA_SECONDS = 60;

function delayOf(text: string): MemberDelay {
  const [roundTripP95Ms, outputDelayMs] = text.split(',').map(Number);
  return { roundTripP95Ms: roundTripP95Ms ?? 0, outputDelayMs: outputDelayMs ?? 0 };
}

function outcomeOf(reply: unknown): Outcome {
  const [kind, epoch, revision] = reply as [string, number, number];
  if (kind === 'missing') return { kind };
  return { kind: kind as 'applied' | 'repeated' | 'stale', epoch, revision };
}

/** A session's live state in Redis: read in one go, written by compare-and-set. */
export class RoomStore {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async read(sessionId: string): Promise<RoomState | null> {
    return parseRoomState(await this.#redis.hgetall(this.#keys.state(sessionId)));
  }

  /** The state and the members of one and the same instant. */
  async readWithMembers(sessionId: string): Promise<{ state: RoomState | null; members: Member[] }> {
    const [state, members] = await this.#together([
      ['hgetall', this.#keys.state(sessionId)],
      ['hvals', this.#keys.members(sessionId)],
    ]);
    return {
      state: parseRoomState(state as Record<string, string>),
      members: (members as string[]).map((text) => JSON.parse(text) as Member),
    };
  }

  async readForCommand(sessionId: string, command: string): Promise<CommandView> {
    const [state, delays, repeated] = await this.#together([
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

  /** Where the deltas of many sessions stand; null for one whose state is gone. */
  async positions(sessionIds: readonly string[]): Promise<({ epoch: number; sequence: number } | null)[]> {
    const replies = await this.#together(
      sessionIds.map((id) => ['hmget', this.#keys.state(id), 'epoch', 'sequence']),
      'pipeline',
    );
    return (replies as (string | null)[][]).map(([epoch, sequence]) =>
      typeof epoch === 'string' ? { epoch: Number(epoch), sequence: Number(sequence) } : null,
    );
  }

  /** Puts the state in place unless another instance was first: then false. */
  async open(sessionId: string, timeline: Timeline, reference: string, room: RoomInfo): Promise<boolean> {
    const keys = this.#keys.timelineKeys(sessionId);
    const reply = await runScript(this.#redis, 'open-room', keys, [
      timeline.epoch,
      timeline.revision,
      reference,
      JSON.stringify(timeline),
      JSON.stringify(room),
      limits.deltasKept,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
    ]);
    return reply === 1;
  }

  async setTimeline(sessionId: string, change: TimelineChange): Promise<Outcome> {
    const keys = this.#keys.timelineKeys(sessionId);
    const { expected, timeline, reference, delta, command } = change;
    const reply = await runScript(this.#redis, 'set-timeline', keys, [
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
      limits.deltasKept,
      this.#keys.wake(sessionId),
      limits.stateSeconds,
    ]);
    return outcomeOf(reply);
  }

  async end(sessionId: string): Promise<void> {
    const args = [limits.deltasKept, this.#keys.wake(sessionId), LAST_DELTA_SECONDS];
    await runScript(this.#redis, 'end-room', this.#keys.all(sessionId), args);
  }

  async #together(commands: string[][], how: 'multi' | 'pipeline' = 'multi'): Promise<unknown[]> {
    const replies = await this.#redis[how](commands).exec();
    if (replies === null) throw new Error('Redis gave up the transaction');
    return replies.map(([error, value]) => {
      if (error !== null) throw error;
      return value;
    });
  }
}
