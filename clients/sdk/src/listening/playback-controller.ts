import {
  microseconds,
  positionAt,
  type ClockEstimator,
  type Microseconds,
  type Timeline,
} from '@downbeat/timing';
import type { LocalClock, PlayableTrack, Player } from '../players/player.ts';
import {
  chooseCorrection,
  COOL_DOWN_MS,
  correctingRate,
  RESYNC_THRESHOLD_MS,
  ResyncBudget,
} from './correction.ts';
import type { QueueItem } from './messages.ts';
import { endUs, isSounding, type PlaybackSchedule, type ScheduledTimeline } from './schedule.ts';
import { SyncWindow } from './sync-window.ts';
import { TrackLoader } from './track-loader.ts';

/** How often the error is measured. */
const TICK_MS = 250;
/** A start sooner than this cannot be met: the player then joins this much later, at the position due by then. */
const SHORTEST_LEAD_US = 20_000;
/** The next track is loaded this long before the present one ends. Not earlier: decoded tracks take much memory. */
const PRELOAD_US = 30_000_000;

/** The clock estimate is hardly ever wrong by more than this many of its standard deviations. */
const SURE_DEVIATIONS = 3;

export interface PlaybackOptions {
  player: Player;
  clock: LocalClock;
  sync: {
    readonly estimator: Pick<ClockEstimator, 'toLocal' | 'toReference' | 'uncertaintyUs'>;
    readonly synchronised: boolean;
  };
  schedule: PlaybackSchedule;
  /** Asks for the signed URL of a queue item: each time, because signatures expire. */
  locate(item: QueueItem): Promise<PlayableTrack>;
  onProblem(error: unknown): void;
}

/** Keeps one player on the room's schedule. */
export class PlaybackController {
  /** What went wrong lately. */
  readonly window = new SyncWindow();
  readonly #options: PlaybackOptions;
  readonly #loader: TrackLoader;
  readonly #budget = new ResyncBudget();
  /** Whether the player has the newest timeline. */
  #applied = false;
  /** The item whose preload failed, until it may be tried again. */
  #failedPreload: string | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #correcting = false;
  #startUs = 0;
  /** What the player was told to play last; null after it was told to stop. */
  #started: Timeline | null = null;
  #generation = 0;
  #closed = false;
  #errorMs: number | null = null;
  #resyncs = 0;

  constructor(options: PlaybackOptions) {
    this.#options = options;
    this.#loader = new TrackLoader(options.player, (item) => options.locate(item));
  }

  /** Heard minus due, in milliseconds; null while nothing should sound. */
  get errorMs(): number | null {
    return this.#errorMs;
  }

  /** Whether something should play that the player has not got yet. */
  get isBuffering(): boolean {
    const { schedule, sync } = this.#options;
    if (!sync.synchronised || !schedule.outputs.isOpenAt(this.#sessionUs())) return false;
    const due = schedule.at(this.#sessionUs());
    return due?.timeline.state === 'playing' && due.item !== null && !this.#loader.isReady(due.item);
  }

  /** How often the track had to be restarted since the room was opened. */
  get resyncs(): number {
    return this.#resyncs;
  }

  /** Loads the current item, so that this device can begin to sound without a gap. Rejects when it cannot be loaded. */
  async prepare(): Promise<void> {
    const item = this.#options.schedule.newest?.item;
    if (!this.#closed && item) await this.#loader.load(item);
  }

  /** Call when the schedule has a new timeline, or this device begins or ends to sound. */
  scheduleChanged(): void {
    if (this.#closed) return;
    this.#budget.reset();
    void this.#apply();
  }

  /** Call when the clock estimate has improved: does what waited for the clock, and tries again what failed. */
  clockUpdated(): void {
    this.#failedPreload = null;
    if (!this.#applied) void this.#apply();
  }

  /** Call when the page comes back from the background: its audio may have stopped there, and is restarted if so. */
  reanchor(): void {
    this.#budget.reset();
    this.#tick();
  }

  close(): void {
    this.#closed = true;
    this.#errorMs = null;
    this.#generation += 1;
    clearInterval(this.#ticker);
    this.#loader.keepOnly([]);
    this.#options.player.close();
  }

  async #apply(): Promise<void> {
    const { schedule, sync } = this.#options;
    const { newest } = schedule;
    const generation = (this.#generation += 1);
    this.#applied = false;
    this.#errorMs = null;
    if (newest === null) return;
    if (!sync.synchronised) {
      this.#endCorrection();
      return;
    }
    const { item } = newest;
    const toPlay = newest.timeline.state === 'playing' ? item : null;
    this.#loader.keepOnly([schedule.at(this.#sessionUs())?.item, item]);
    if (!schedule.outputs.isOpen) {
      this.#fallSilent(newest);
      return;
    }
    try {
      this.#prepare(newest, toPlay);
      if (item !== null) await this.#loader.load(item);
      if (generation !== this.#generation) return;
      if (toPlay !== null) this.#follow(newest, toPlay);
      this.#applied = true;
    } catch (error) {
      if (generation === this.#generation) this.#options.onProblem(error);
    }
  }

  /** A remote keeps what it has of the current item, in case the sound comes back to it, and loads nothing. */
  #fallSilent({ timeline }: ScheduledTimeline): void {
    const { fromUs } = this.#options.schedule.outputs;
    this.#stopAt(timeline.state === 'playing' ? fromUs : Math.min(fromUs, timeline.anchorServerTimeUs));
    this.#endCorrection();
    this.#applied = true;
  }

  /** What plays now must not go on past the anchor while the new item still loads; how long that takes is measured. */
  #prepare(newest: ScheduledTimeline, toPlay: QueueItem | null): void {
    if (toPlay === null || !this.#loader.isReady(toPlay)) this.#stop(newest);
    if (toPlay !== null) this.#startTicking();
  }

  /** Starts an entry, unless the player is on it already: a start would interrupt it. */
  #follow(entry: ScheduledTimeline, item: QueueItem): void {
    if (this.#isFollowed(entry)) this.#started = entry.timeline;
    else this.#start(entry, item);
  }

  /**
   * In a new epoch the position is compared by ear, because its instants are of another clock. Within an epoch also a
   * short seek has to be heard at once.
   */
  #isFollowed(entry: ScheduledTimeline): boolean {
    const nowUs = this.#options.clock.nowUs();
    const [started, { timeline }] = [this.#started, entry];
    if (started?.queueItemId !== timeline.queueItemId || !isSounding(entry, this.#sessionUs())) return false;
    const errorMs = this.#measure(entry, nowUs);
    if (errorMs === null || Math.abs(errorMs) > this.#resyncThresholdMs(nowUs)) return false;
    const isSameAnchor =
      started.anchorServerTimeUs === timeline.anchorServerTimeUs &&
      started.anchorPositionMs === timeline.anchorPositionMs;
    return started.epoch !== timeline.epoch || isSameAnchor;
  }

  #start(entry: ScheduledTimeline, item: QueueItem): void {
    const { clock, player, schedule, sync } = this.#options;
    if (!sync.synchronised) return;
    const beginUs = Math.max(entry.timeline.anchorServerTimeUs, schedule.outputs.fromUs);
    const anchorUs = sync.estimator.toLocal(microseconds(beginUs));
    const startUs = microseconds(Math.max(anchorUs, clock.nowUs() + SHORTEST_LEAD_US));
    const positionMs = positionAt(entry.timeline, sync.estimator.toReference(startUs));
    if (positionMs >= item.durationMs) {
      this.#stop(entry);
      return;
    }
    // Ends a correction of what plays until the start.
    player.setRate(1);
    player.start(item.id, startUs, positionMs);
    this.#correcting = false;
    this.#startUs = startUs;
    this.#started = entry.timeline;
    this.#startTicking();
  }

  #startTicking(): void {
    if (this.#ticker !== undefined) return;
    this.window.rest();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Falls silent at the anchor of a timeline. */
  #stop({ timeline }: ScheduledTimeline): void {
    this.#stopAt(timeline.anchorServerTimeUs);
  }

  #stopAt(sessionUs: number): void {
    const { clock, player, sync } = this.#options;
    const atUs = sync.estimator.toLocal(microseconds(Math.max(sessionUs, 0)));
    player.stop(microseconds(Math.max(atUs, clock.nowUs())));
    this.#started = null;
    this.window.rest();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  /** Whether something should sound by now that is not loaded. */
  #isStalled(): boolean {
    if (!this.#options.sync.synchronised) return false;
    const sessionUs = this.#sessionUs();
    const due = this.#options.schedule.at(sessionUs);
    return due !== null && isSounding(due, sessionUs) && this.isBuffering;
  }

  #tick(): void {
    const { clock, schedule, sync } = this.#options;
    const nowUs = clock.nowUs();
    // Between two epochs the session's time is unknown for a moment; the music goes on.
    if (!this.#applied || !sync.synchronised) {
      this.window.ticked(nowUs, TICK_MS, this.#isStalled() ? 'stalled' : null);
      return;
    }
    const sessionUs = this.#sessionUs();
    // A remote loads nothing, and is not judged.
    const due = schedule.outputs.isOpen ? schedule.at(sessionUs) : null;
    if (due !== null) this.#judge(due, sessionUs, nowUs);
  }

  /** Measures what is heard against what is due, and corrects it. */
  #judge(due: ScheduledTimeline, sessionUs: Microseconds, nowUs: Microseconds): void {
    const { schedule } = this.#options;
    this.#preload(due, sessionUs);
    this.#errorMs = isSounding(due, sessionUs) ? this.#measure(due, nowUs) : null;
    const isJudged =
      due === schedule.newest && isSounding(due, sessionUs) && nowUs >= this.#startUs + COOL_DOWN_MS * 1000;
    this.window.ticked(nowUs, TICK_MS, isJudged ? (this.#errorMs ?? 'silent') : null);
    if (!isJudged) return;
    if (this.#errorMs === null) this.#resync(due, nowUs);
    else this.#correct(this.#errorMs, due, nowUs);
  }

  /** Loads the item that follows, when the present one ends soon; frees what is no longer needed. */
  #preload(due: ScheduledTimeline, sessionUs: Microseconds): void {
    const { newest } = this.#options.schedule;
    const end = endUs(due);
    const isEnding = due === newest && end !== null && end - sessionUs < PRELOAD_US;
    const next = isEnding ? due.nextItem : null;
    this.#loader.keepOnly([due.item, newest?.item, next]);
    if (next === null || next.id === this.#failedPreload) return;
    // Not reported: the item is loaded again with the next clock burst, or at the latest when it becomes current.
    this.#loader.load(next).catch(() => (this.#failedPreload = next.id));
  }

  #measure(due: ScheduledTimeline, nowUs: Microseconds): number | null {
    const { player, schedule } = this.#options;
    // Between a late anchor and the start that makes up for it, something else may still sound.
    if (due === schedule.newest && nowUs < this.#startUs) return null;
    const heard = player.heardPositionMs(nowUs);
    return heard === null ? null : heard - positionAt(due.timeline, this.#sessionUs());
  }

  #correct(errorMs: number, due: ScheduledTimeline, nowUs: Microseconds): void {
    const { player } = this.#options;
    const thresholdMs = this.#resyncThresholdMs(nowUs);
    const correction = chooseCorrection(errorMs, this.#correcting, player.toleranceMs, thresholdMs);
    if (correction === 'none') return;
    if (correction === 'resync' && this.#resync(due, nowUs)) return;
    this.#correcting = correction !== 'done';
    if (this.#correcting) this.window.corrected('rate');
    player.setRate(this.#correcting ? correctingRate(errorMs) : 1);
  }

  /** Restarts the track where it should be; false when a resync was tried a short time ago. */
  #resync(due: ScheduledTimeline, nowUs: Microseconds): boolean {
    if (due.item === null || !this.#budget.take(nowUs)) return false;
    this.#resyncs += 1;
    this.window.corrected('resync');
    this.#start(due, due.item);
    return true;
  }

  /** An error that may be one of the clock estimate is no reason to restart the track. */
  #resyncThresholdMs(nowUs: Microseconds): number {
    const clockErrorMs = this.#options.sync.estimator.uncertaintyUs(nowUs) / 1000;
    return Math.max(RESYNC_THRESHOLD_MS, SURE_DEVIATIONS * clockErrorMs);
  }

  #endCorrection(): void {
    if (!this.#correcting) return;
    this.#options.player.setRate(1);
    this.#correcting = false;
  }

  #sessionUs(): Microseconds {
    return this.#options.sync.estimator.toReference(this.#options.clock.nowUs());
  }
}
