import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { DownbeatError, type Timeline } from '@downbeat/sdk';
import { performanceClock } from '@downbeat/sdk/listening';
import type { Random } from '@downbeat/timing/simulation';
import { bearer } from '../system/http.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { emptyTally, pick, type Tally } from './drill.ts';
import type { RoomMember } from './member.ts';

/** `quiet` gets no commands after its start; in a `seeking` room the music never pauses; in a `pausing` one it may. */
export type RoomKind = 'quiet' | 'seeking' | 'pausing';

const COMMANDS: Record<RoomKind, readonly ('play' | 'seek' | 'pause')[]> = {
  quiet: [],
  seeking: ['seek', 'seek', 'play'],
  pausing: ['seek', 'play', 'pause'],
};
const LAST_POSITION_MS = 300_000;
const SHORTEST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 1_200;
/** A member that is `open` knows an acknowledged command at the latest by now, also at an instance that was frozen. */
const KNOWN_WITHIN_MS = 40_000;
const CLOCK = { withinMs: 10_000, everyMs: 50, what: 'the clock of a member' };
const POSITION_TOLERANCE_MS = 500;
/** After these it is not known whether the command has taken effect. */
const UNKNOWN_OUTCOME = new Set(['TIMEOUT', 'NETWORK_ERROR', 'UNAVAILABLE']);
/** The command has not taken effect: its sender's instance did not know the newest revision yet. */
const REFUSED = new Set(['STALE_REVISION', 'NOT_PLAYING']);

/** What the last acknowledged command has made of the playback. */
interface Expectation {
  state: string;
  positionMs: number;
  /** On the local clock. */
  anchorUs: number;
}

/** A listening room of the drill: its members, its commands, and where its music has to be. */
export class DrillRoom {
  readonly sessionId: string;
  readonly inviteCode: string;
  readonly kind: RoomKind;
  readonly members: readonly RoomMember[];
  readonly tally: Tally = emptyTally();
  readonly #random: Random;
  readonly #revisions = new Set<string>();
  /** Null while the outcome of a command is not known. */
  #expected: Expectation | null = null;
  #stopping = false;

  private constructor(
    session: { id: string; inviteCode: string },
    kind: RoomKind,
    members: readonly RoomMember[],
    random: Random,
  ) {
    this.sessionId = session.id;
    this.inviteCode = session.inviteCode;
    this.kind = kind;
    this.members = members;
    this.#random = random;
  }

  /** The first of the members owns the room. Resolves when all are in it and hear the track. */
  static async open(
    trackId: string,
    kind: RoomKind,
    members: readonly RoomMember[],
    random: Random,
  ): Promise<DrillRoom> {
    const [owner, ...others] = members;
    const session = await owner!.client.music.createSession({
      trackIds: [trackId],
      playbackControl: 'everyone',
    });
    const { id, inviteCode } = session;
    for (const { client } of others) await client.music.joinSession({ inviteCode });
    const room = new DrillRoom(session, kind, members, random);
    for (const member of members) await member.enter(id);
    await room.#command('play', owner!);
    const audible = async (): Promise<void> => {
      const nowUs = performanceClock.nowUs();
      const silent = members.filter(({ ear }) => ear.heardPositionMs(nowUs) === null).length;
      if (silent > 0) throw new Error(`${silent} hear nothing`);
    };
    await poll(audible, { withinMs: 15_000, what: 'sound for all members' });
    return room;
  }

  /** Gives random commands by random members until `stop`. */
  async run(): Promise<void> {
    for (;;) {
      await sleep(SHORTEST_PAUSE_MS + this.#random.uniform() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
      if (this.#stopping) return;
      const member = pick(this.members, this.#random);
      if (!member.isOpen) continue;
      await this.#checkKept(member);
      const commands = COMMANDS[this.kind];
      if (commands.length > 0) await this.#command(pick(commands, this.#random), member);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Counts as lost what the members or the instances do not show of the last acknowledged command. */
  async checkEnd(system: SystemUnderTest): Promise<void> {
    const same = async (): Promise<void> => {
      // A device that was thrown out counts as such, not as a lost command.
      const members = this.members.filter(({ outBecause }) => outBecause === null);
      const stale = members.filter((member) => !this.#isKept(member)).length;
      if (stale > 0) throw new Error(`${stale} of ${members.length} members differ`);
      const known = new Set(members.map(({ timeline }) => JSON.stringify(fieldsOf(timeline!))));
      for (const url of [system.musicUrl, system.secondMusicUrl])
        known.add(JSON.stringify(fieldsOf(await this.#timelineAt(url))));
      if (known.size > 1) throw new Error(`different timelines: ${[...known].join(' ')}`);
    };
    try {
      await poll(same, { withinMs: KNOWN_WITHIN_MS, everyMs: 500, what: `one timeline (${this.kind})` });
    } catch (error) {
      this.tally.lost += 1;
      this.tally.unexpected.push((error as Error).message);
    }
  }

  async #command(type: 'play' | 'seek' | 'pause', member: RoomMember): Promise<void> {
    const { room } = member;
    this.tally.attempted += 1;
    const positionMs = Math.floor(this.#random.uniform() * LAST_POSITION_MS);
    try {
      await (type === 'seek' ? room!.seek(positionMs) : room![type]());
      this.#acknowledged(member, type === 'seek' ? positionMs : null);
      await this.#expect(member);
    } catch (error) {
      const code = error instanceof DownbeatError ? (error as DownbeatError).code : String(error);
      if (UNKNOWN_OUTCOME.has(code)) this.#expected = null;
      else if (!REFUSED.has(code)) this.tally.unexpected.push(`${type}: ${code}`);
    }
  }

  #acknowledged(member: RoomMember, positionMs: number | null): void {
    const { timeline } = member;
    this.tally.acknowledged += 1;
    const revision = `${timeline!.epoch}.${timeline!.revision}`;
    if (this.#revisions.has(revision)) this.tally.duplicate += 1;
    this.#revisions.add(revision);
    if (positionMs !== null && timeline!.anchorPositionMs !== positionMs) this.tally.lost += 1;
  }

  /** Waits for the member's clock, which has to be found again in each epoch. */
  async #expect(member: RoomMember): Promise<void> {
    this.#expected = null;
    const { timeline } = member;
    const anchorUs = await poll(async () => member.anchorLocalUs(timeline!), CLOCK).catch(() => null);
    // With a new epoch in between, the anchor is in another timebase.
    if (anchorUs === null || member.timeline?.epoch !== timeline!.epoch) return;
    this.#expected = { state: timeline!.state, positionMs: timeline!.anchorPositionMs, anchorUs };
  }

  /** Counts the last acknowledged command as lost when this member does not get to know it. */
  async #checkKept(member: RoomMember): Promise<void> {
    const kept = async (): Promise<void> => {
      if (member.isOpen && !this.#isKept(member)) throw new Error('not kept');
    };
    try {
      await poll(kept, { withinMs: KNOWN_WITHIN_MS, everyMs: 50, what: 'the last acknowledged command' });
    } catch {
      this.tally.lost += 1;
      this.#expected = null;
    }
  }

  #isKept(member: RoomMember): boolean {
    if (!member.isOpen) return false;
    const expected = this.#expected;
    const nowUs = performanceClock.nowUs();
    if (expected === null || nowUs < expected.anchorUs) return true;
    const { state, positionMs } = member.playback();
    const elapsedMs = state === 'playing' ? (nowUs - expected.anchorUs) / 1000 : 0;
    const isNear = Math.abs(expected.positionMs + elapsedMs - positionMs) < POSITION_TOLERANCE_MS;
    return state === expected.state && isNear;
  }

  async #timelineAt(musicUrl: string): Promise<Timeline> {
    const token = await this.members[0]!.client.session.accessToken();
    const response = await fetch(`${musicUrl}/api/music/sessions/${this.sessionId}`, {
      headers: bearer(token!),
      signal: AbortSignal.timeout(5_000),
    });
    return ((await response.json()) as { timeline: Timeline }).timeline;
  }
}

/** In one order, because the two instances and the members may have another one. */
const fieldsOf = ({ epoch, revision, state, anchorServerTimeUs, anchorPositionMs }: Timeline): unknown[] => [
  epoch,
  revision,
  state,
  anchorServerTimeUs,
  anchorPositionMs,
];
