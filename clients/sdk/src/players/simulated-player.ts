import { milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import type { LocalClock, PlayableTrack, Player } from './player.ts';

/** The device that a `SimulatedPlayer` imitates. */
export interface SimulatedPlayerOptions {
  /** The same clock that the room gets. */
  clock: LocalClock;
  /** How much faster than the clock this device's audio hardware runs, in parts per million; 0 by default. */
  driftPpm?: number;
  /** Milliseconds from the player to the ear, as the device would report them; 0 by default. */
  outputDelayMs?: number;
}

/** From this instant on the track moves on from this position at this rate; silence when there is no track. */
interface Segment {
  fromUs: number;
  positionMs: number;
  rate: number;
  queueItemId: string | null;
}

/** Plays silence with exact timing: for tests, bots and measurements. */
export class SimulatedPlayer implements Player {
  readonly outputDelayMs: number;
  readonly toleranceMs = 1;
  /** Every start so far. */
  readonly starts: { queueItemId: string; atUs: number; positionMs: number }[] = [];
  readonly #clock: LocalClock;
  readonly #hardwareRate: number;
  readonly #loaded = new Map<string, PlayableTrack>();
  #segments: Segment[] = [];

  constructor({ clock, driftPpm = 0, outputDelayMs = 0 }: SimulatedPlayerOptions) {
    this.#clock = clock;
    this.#hardwareRate = 1 + driftPpm / 1e6;
    this.outputDelayMs = outputDelayMs;
  }

  /** The tracks that can be started, in the order in which they were loaded. */
  get loaded(): readonly PlayableTrack[] {
    return [...this.#loaded.values()];
  }

  async load(track: PlayableTrack): Promise<void> {
    this.#loaded.set(track.queueItemId, track);
  }

  unload(queueItemId: string): void {
    this.#loaded.delete(queueItemId);
  }

  start(queueItemId: string, atUs: Microseconds, positionMs: Milliseconds): void {
    if (!this.#loaded.has(queueItemId)) return;
    this.starts.push({ queueItemId, atUs, positionMs });
    this.#add({ fromUs: atUs, positionMs, rate: 1, queueItemId });
  }

  stop(atUs: Microseconds): void {
    this.#add({ fromUs: atUs, positionMs: 0, rate: 1, queueItemId: null });
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    const segment = this.#segmentAt(atUs);
    if (segment === undefined || segment.queueItemId === null) return null;
    const elapsedMs = (atUs - segment.fromUs) / 1000;
    return milliseconds(segment.positionMs + elapsedMs * segment.rate * this.#hardwareRate);
  }

  /** The queue item that is heard at this instant; null while nothing is heard. */
  heardItemId(atUs: Microseconds): string | null {
    return this.#segmentAt(atUs)?.queueItemId ?? null;
  }

  setRate(rate: number): void {
    const fromUs = this.#clock.nowUs();
    const positionMs = this.heardPositionMs(fromUs);
    const queueItemId = this.heardItemId(fromUs);
    if (positionMs === null) return;
    const later = this.#segments.filter((segment) => segment.fromUs > fromUs);
    this.#segments = [{ fromUs, positionMs, rate, queueItemId }, ...later];
  }

  close(): void {
    this.#segments = [];
    this.#loaded.clear();
  }

  #segmentAt(atUs: number): Segment | undefined {
    return this.#segments.findLast(({ fromUs }) => fromUs <= atUs);
  }

  /** Replaces everything that was scheduled for the same instant or a later one. */
  #add(segment: Segment): void {
    this.#segments = [...this.#segments.filter(({ fromUs }) => fromUs < segment.fromUs), segment];
  }
}
