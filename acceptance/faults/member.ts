import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Downbeat,
  DownbeatError,
  type ListeningRoom,
  memoryTokenStore,
  type Timeline,
  type TokenStore,
} from '@downbeat/sdk';
import { performanceClock } from '@downbeat/sdk/listening';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { Ear } from './ear.ts';
import { Route } from './route.ts';

/** A client asks again, at another instance, when one does not answer within this time. */
const CALL_TIMEOUT_MS = 5_000;
const JOIN_WITHIN_MS = 60_000;
const RETRY_MS = 250;

interface Device {
  system: SystemUnderTest;
  tokenStore: TokenStore;
  deviceId: string;
  /** Which instance its first call goes to. */
  turn: number;
}

/** One device in a listening room, whose simulated player remembers what was heard. */
export class RoomMember {
  readonly client: Downbeat;
  ear = new Ear();
  readonly route: Route;
  room: ListeningRoom | null = null;
  /** Why the server or the client gave the room up, although this device did not leave. */
  outBecause: string | null = null;
  /** Timelines that paused the music. */
  pausesSeen = 0;
  /** Timelines that were older than one before. */
  stepsBack = 0;
  readonly #device: Device;
  #isLeaving = false;

  constructor(device: Device) {
    const { system, tokenStore, turn } = device;
    this.route = new Route([system.musicUrl, system.secondMusicUrl], turn);
    const { fetch, webSocket } = this.route;
    this.#device = device;
    this.client = createClient(system, { fetch, webSocket, tokenStore, timeoutMs: CALL_TIMEOUT_MS });
  }

  static async register(system: SystemUnderTest, turn: number): Promise<RoomMember> {
    const member = new RoomMember({ system, tokenStore: memoryTokenStore(), deviceId: 'first', turn });
    const displayName = `Member ${turn}`;
    await member.client.auth.register({
      email: uniqueEmail('member'),
      password,
      displayName,
      role: 'artist',
    });
    return member;
  }

  get isOpen(): boolean {
    return this.room?.state.status === 'open';
  }

  get timeline(): Timeline | null {
    return this.room?.state.timeline ?? null;
  }

  /** A further device of the same user. */
  withDevice(deviceId: string): RoomMember {
    return new RoomMember({ ...this.#device, deviceId, turn: this.#device.turn + 1 });
  }

  /** Enters the room, with further tries while instances or databases are away; throws the last error. */
  async enter(sessionId: string): Promise<void> {
    const deadlineMs = performance.now() + JOIN_WITHIN_MS;
    for (;;) {
      try {
        this.ear = new Ear();
        const { deviceId } = this.#device;
        this.room = await this.client.listen(sessionId, { player: this.ear, deviceId, reportPlays: false });
        break;
      } catch (error) {
        if (!(error instanceof DownbeatError) || performance.now() > deadlineMs) throw error;
        await sleep(RETRY_MS);
      }
    }
    this.#watch(this.room);
  }

  /** Where the music is for this member, and whether it plays. */
  playback(): { state: string; positionMs: number } {
    return { state: this.timeline?.state ?? 'unknown', positionMs: this.room?.positionMs() ?? NaN };
  }

  /** When the timeline's anchor comes, on the local clock. */
  anchorLocalUs(timeline: Timeline): number {
    return performanceClock.nowUs() + timeline.anchorServerTimeUs - this.room!.sessionTimeUs();
  }

  leave(): void {
    this.#isLeaving = true;
    this.room?.close();
  }

  #watch(room: ListeningRoom): void {
    let { timeline } = room.state;
    room.onChange((state) => {
      if (state.status === 'closed' && !this.#isLeaving) this.outBecause = state.reason ?? 'unknown';
      if (state.timeline === null || state.timeline === timeline) return;
      if (timeline !== null && isBefore(state.timeline, timeline)) this.stepsBack += 1;
      timeline = state.timeline;
      if (timeline.state !== 'playing') this.pausesSeen += 1;
    });
    if (room.state.status === 'closed') this.outBecause = room.state.reason ?? 'unknown';
  }
}

function isBefore(one: Timeline, other: Timeline): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.revision < other.revision);
}
