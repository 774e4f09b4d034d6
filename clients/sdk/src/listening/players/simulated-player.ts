import { microseconds, milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import type { LocalClock } from '../local-clock.ts';
import type { PlayableTrack, Player } from '../player.ts';

/** The device that a `SimulatedPlayer` stands for. */
export interface SimulatedPlayerOptions {
  /** The clock that the room is given too: local instants are read against it. */
  clock: LocalClock;
  /** How much faster than the clock this device's audio hardware runs, in parts per million; 0 by default. */
  driftPpm?: number;
  /** Milliseconds from the player to the ear, as the device would report them; 0 by default. */
  outputDelayMs?: number;
}

interface Segment {
  fromUs: number;
  positionMs: number;
  rate: number;
}

/** Plays silence, exactly: for tests, bots and measurements. Its whole life is a list of straight segments. */
export class SimulatedPlayer implements Player {
  readonly outputDelayMs: number;
  readonly toleranceMs = 1;
  readonly starts: { atUs: number; positionMs: number }[] = [];
  readonly #clock: LocalClock;
  readonly #hardwareRate: number;
  #segments: Segment[] = [];
  #stopUs = Infinity;
  #loaded: PlayableTrack | null = null;

  constructor({ clock, driftPpm = 0, outputDelayMs = 0 }: SimulatedPlayerOptions) {
    this.#clock = clock;
    this.#hardwareRate = 1 + driftPpm / 1e6;
    this.outputDelayMs = outputDelayMs;
  }

  get loaded(): PlayableTrack | null {
    return this.#loaded;
  }

  async load(track: PlayableTrack): Promise<void> {
    this.#loaded = track;
  }

  start(atUs: Microseconds, positionMs: Milliseconds): void {
    this.starts.push({ atUs, positionMs });
    this.#segments = [{ fromUs: atUs, positionMs, rate: 1 }];
    this.#stopUs = Infinity;
  }

  stop(atUs: Microseconds): void {
    this.#stopUs = atUs;
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    const segment = this.#segments.findLast(({ fromUs }) => fromUs <= atUs);
    if (segment === undefined || atUs >= this.#stopUs) return null;
    const elapsedMs = (atUs - segment.fromUs) / 1000;
    return milliseconds(segment.positionMs + elapsedMs * segment.rate * this.#hardwareRate);
  }

  setRate(rate: number): void {
    const nowUs = microseconds(this.#clock.nowUs());
    const positionMs = this.heardPositionMs(nowUs);
    if (positionMs !== null) this.#segments = [{ fromUs: nowUs, positionMs, rate }];
  }

  close(): void {
    this.#segments = [];
  }
}
