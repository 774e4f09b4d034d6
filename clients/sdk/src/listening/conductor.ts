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
import { bentRate, chooseCorrection, COOL_DOWN_MS } from './correction.ts';
import type { LocalClock } from './local-clock.ts';
import type { QueueItem } from './messages.ts';
import type { PlayableTrack, Player } from './player.ts';
import { ResyncBudget } from './resync-budget.ts';
import { TrackLoader } from './track-loader.ts';

/** How often the error is looked at. */
const TICK_MS = 250;
/** A start less than this ahead cannot be met: the player joins a little later, at the right position. */
const SHORTEST_LEAD_US = 20_000;

export interface ConductorOptions {
  player: Player;
  clock: LocalClock;
  sync: Pick<ClockSync, 'estimator' | 'synchronised'>;
  /** The signed URL of a queue item, asked for anew as signatures end with the hour. */
  locate(item: QueueItem): Promise<PlayableTrack>;
  onProblem(error: unknown): void;
}

/** Keeps one player on the session's timeline. */
export class Conductor {
  readonly #options: ConductorOptions;
  readonly #loader: TrackLoader;
  readonly #budget = new ResyncBudget();
  #timeline: Timeline | null = null;
  #item: QueueItem | null = null;
  /** Whether the player was told of the timeline: until then what it plays is another one's, and not judged. */
  #applied = false;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #correcting = false;
  #quietUntilUs = 0;
  #generation = 0;
  #closed = false;
  #errorMs: number | null = null;
  #resyncs = 0;

  constructor(options: ConductorOptions) {
    this.#options = options;
    this.#loader = new TrackLoader(options.player, (item) => options.locate(item));
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
    const known = this.#timeline;
    const same = known?.epoch === wire.epoch && known.revision === wire.revision;
    if (this.#closed || (same && this.#item?.id === item?.id)) return;
    this.#timeline = timelineFrom(wire);
    this.#item = item;
    this.#budget.renew();
    void this.#apply();
  }

  /** The clock is known, or known better: does what had to wait for it, and tries again what failed. */
  clockLearnt(): void {
    if (!this.#applied) void this.#apply();
  }

  /** After the page was in the background its audio may have stopped: if so, it is started anew, in its place. */
  reanchor(): void {
    this.#budget.renew();
    this.#tick();
  }

  close(): void {
    this.#closed = true;
    this.#errorMs = null;
    this.#generation += 1;
    clearInterval(this.#ticker);
    this.#loader.abort();
    this.#options.player.close();
  }

  async #apply(): Promise<void> {
    const timeline = this.#timeline;
    const item = this.#item;
    const generation = (this.#generation += 1);
    this.#applied = false;
    this.#errorMs = null;
    if (timeline === null || !this.#options.sync.synchronised) return;
    try {
      // Whatever sounds while another track is fetched is not what the others hear.
      if (timeline.state !== 'playing' || item === null || !this.#loader.has(item)) this.#silence(timeline);
      if (item !== null) await this.#loader.load(item);
      if (generation !== this.#generation) return;
      if (timeline.state === 'playing' && item !== null) this.#play(timeline);
      this.#applied = true;
    } catch (error) {
      if (generation === this.#generation) this.#options.onProblem(error);
    }
  }

  #play(timeline: Timeline): void {
    const { clock, player, sync } = this.#options;
    if (!sync.synchronised) return;
    const soonestUs = microseconds(clock.nowUs() + SHORTEST_LEAD_US);
    const anchorUs = sync.estimator.toLocal(timeline.anchorServerTimeUs);
    const startUs = microseconds(Math.max(anchorUs, soonestUs));
    player.setRate(1);
    player.start(startUs, this.#duePositionMs(timeline, startUs));
    this.#correcting = false;
    this.#quietUntilUs = startUs + COOL_DOWN_MS * 1000;
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #silence(timeline: Timeline): void {
    const { clock, player, sync } = this.#options;
    const atUs = sync.estimator.toLocal(timeline.anchorServerTimeUs);
    player.stop(microseconds(Math.max(atUs, clock.nowUs())));
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  #tick(): void {
    const timeline = this.#timeline;
    const { clock, player, sync } = this.#options;
    // Between two epochs the clock is unknown for a moment; the music goes on meanwhile.
    if (!this.#applied || timeline?.state !== 'playing' || !sync.synchronised) return;
    const nowUs = clock.nowUs();
    const due = this.#duePositionMs(timeline, nowUs);
    const heard = player.heardPositionMs(nowUs);
    const ended = this.#item !== null && due >= this.#item.durationMs;
    this.#errorMs = heard === null || ended ? null : heard - due;
    if (ended || nowUs < this.#quietUntilUs) return;
    if (this.#errorMs === null) this.#resync(timeline, nowUs);
    else this.#correct(this.#errorMs, timeline, nowUs);
  }

  #correct(errorMs: number, timeline: Timeline, nowUs: Microseconds): void {
    const { player } = this.#options;
    const correction = chooseCorrection(errorMs, this.#correcting, player.toleranceMs);
    if (correction.kind === 'none') return;
    if (correction.kind === 'resync' && this.#resync(timeline, nowUs)) return;
    this.#correcting = correction.kind !== 'done';
    player.setRate(this.#correcting ? bentRate(errorMs) : 1);
  }

  /** Starts the track anew where it should be, unless that was tried just now. */
  #resync(timeline: Timeline, nowUs: Microseconds): boolean {
    if (!this.#budget.take(nowUs)) return false;
    this.#resyncs += 1;
    this.#play(timeline);
    return true;
  }

  #duePositionMs(timeline: Timeline, localUs: Microseconds): Milliseconds {
    return positionAt(timeline, this.#options.sync.estimator.toReference(localUs));
  }
}
