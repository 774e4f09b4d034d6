import {
  microseconds,
  positionAt,
  timelineFrom,
  type Microseconds,
  type Milliseconds,
  type Timeline,
  type WireTimeline,
} from '@downbeat/timing';
import type { ClockSync } from './clock-sync.ts';
import { chooseCorrection, COOL_DOWN_MS } from './correction.ts';
import type { LocalClock } from './local-clock.ts';
import type { QueueItem } from './messages.ts';
import type { PlayableTrack, Player } from './player.ts';

/** How often the error is looked at. */
const TICK_MS = 250;
/** A start less than this ahead cannot be met: the player joins a little later, at the right position. */
const SHORTEST_LEAD_US = 20_000;

export interface ConductorOptions {
  player: Player;
  clock: LocalClock;
  sync: ClockSync;
  /** The signed URL of a queue item, asked for anew as signatures end with the hour. */
  locate(item: QueueItem): Promise<PlayableTrack>;
  onProblem(error: unknown): void;
}

/** Keeps one player on the session's timeline. */
export class Conductor {
  readonly #options: ConductorOptions;
  #timeline: Timeline | null = null;
  #item: QueueItem | null = null;
  #loading: { queueItemId: string; abort: AbortController; done: Promise<void> } | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #correcting = false;
  #quietUntilUs = 0;
  #generation = 0;
  #errorMs: number | null = null;
  #resyncs = 0;

  constructor(options: ConductorOptions) {
    this.#options = options;
  }

  /** Heard minus due, in milliseconds; null while nothing should sound. */
  get errorMs(): number | null {
    return this.#errorMs;
  }

  /** How often a hard re-anchoring was needed since the room was opened. */
  get resyncs(): number {
    return this.#resyncs;
  }

  /** Follows a new timeline. The same one again changes nothing that is heard. */
  follow(wire: WireTimeline, item: QueueItem | null): void {
    const timeline = timelineFrom(wire);
    const known = this.#timeline;
    if (known?.epoch === timeline.epoch && known.revision === timeline.revision) return;
    this.#timeline = timeline;
    this.#item = item;
    this.#generation += 1;
    void this.apply();
  }

  /** Brings the player to the timeline: after a change, and once the clock is known. */
  async apply(): Promise<void> {
    const timeline = this.#timeline;
    if (timeline === null || !this.#options.sync.synchronised) return;
    const generation = this.#generation;
    try {
      if (this.#item !== null) await this.#ensureLoaded(this.#item);
      if (generation !== this.#generation) return;
      if (timeline.state === 'playing') this.#play(timeline);
      else this.#silence(timeline);
    } catch (error) {
      if (generation === this.#generation) this.#options.onProblem(error);
    }
  }

  /** After the page was in the background its timers were throttled and its audio may have stopped: anchor anew. */
  reanchor(): void {
    void this.apply();
  }

  close(): void {
    clearInterval(this.#ticker);
    this.#generation += 1;
    this.#loading?.abort.abort();
    this.#options.player.close();
  }

  async #ensureLoaded(item: QueueItem): Promise<void> {
    if (this.#loading?.queueItemId !== item.id) {
      this.#loading?.abort.abort();
      const abort = new AbortController();
      const done = this.#load(item, abort.signal);
      this.#loading = { queueItemId: item.id, abort, done };
      done.catch(() => {
        if (this.#loading?.abort === abort) this.#loading = null;
      });
    }
    await this.#loading.done;
  }

  async #load(item: QueueItem, signal: AbortSignal): Promise<void> {
    const track = await this.#options.locate(item);
    await this.#options.player.load(track, signal);
  }

  #play(timeline: Timeline): void {
    const { clock, player, sync } = this.#options;
    const soonestUs = microseconds(clock.nowUs() + SHORTEST_LEAD_US);
    const anchorUs = sync.estimator.toLocal(timeline.anchorServerTimeUs);
    const startUs = microseconds(Math.max(anchorUs, soonestUs));
    player.setRate(1);
    player.start(startUs, this.#duePositionMs(timeline, startUs));
    this.#settle(startUs);
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #silence(timeline: Timeline): void {
    const { clock, player, sync } = this.#options;
    const atUs = sync.estimator.toLocal(timeline.anchorServerTimeUs);
    player.stop(microseconds(Math.max(atUs, clock.nowUs())));
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#errorMs = null;
  }

  #tick(): void {
    const timeline = this.#timeline;
    const nowUs = this.#options.clock.nowUs();
    if (timeline?.state !== 'playing') return;
    const heard = this.#options.player.heardPositionMs(nowUs);
    const due = this.#duePositionMs(timeline, nowUs);
    const ended = this.#item !== null && due >= this.#item.durationMs;
    if (heard === null || ended) {
      this.#errorMs = null;
      return;
    }
    this.#errorMs = heard - due;
    if (nowUs >= this.#quietUntilUs) this.#correct(heard - due, timeline);
  }

  #correct(errorMs: number, timeline: Timeline): void {
    const { player } = this.#options;
    const correction = chooseCorrection(errorMs, this.#correcting, player.toleranceMs);
    if (correction.kind === 'rate') {
      this.#correcting = true;
      player.setRate(correction.rate);
    } else if (correction.kind === 'done') {
      this.#correcting = false;
      player.setRate(1);
    } else if (correction.kind === 'resync') {
      this.#resyncs += 1;
      this.#play(timeline);
    }
  }

  #settle(startUs: number): void {
    this.#correcting = false;
    this.#quietUntilUs = startUs + COOL_DOWN_MS * 1000;
  }

  #duePositionMs(timeline: Timeline, localUs: Microseconds): Milliseconds {
    return positionAt(timeline, this.#options.sync.estimator.toReference(localUs));
  }
}
