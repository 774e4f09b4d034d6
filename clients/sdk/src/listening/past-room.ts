import { microseconds, positionAt, type Timeline } from '@downbeat/timing';
import { Emitter } from '../emitter.ts';
import type { TrailMessage, TrailPage } from '../generated/models.gen.ts';
import type { LocalClock, PlayableTrack, Player } from '../players/player.ts';
import type { ChatMessage, QueueItem } from './messages.ts';
import { PlaybackController } from './playback-controller.ts';
import { PlaybackSchedule, type PlaybackStatus } from './schedule.ts';
import { shiftedTimeline, TrailMoments } from './trail-moments.ts';

/** A track or a page of the trail that could not be loaded, e.g. without a network, is tried again so often. */
const RETRY_MS = 5000;
/** Longer timers than this fire at once in browsers. */
const LONGEST_TIMER_MS = 60_000;

/** What a page shows of a room that has been. Each change makes a new object. */
export interface PastRoomState {
  status: 'playing' | 'paused' | 'ended' | 'closed';
  /** Null when nothing of its trail is kept any more. */
  name: string | null;
  /** How long it was, as far as it was read, without the long silence that is left out. */
  durationMs: number;
  /** Whether its trail was read to the end. */
  isComplete: boolean;
  currentItem: QueueItem | null;
  /** Whether the room played that item at this time. */
  playback: PlaybackStatus | null;
  queue: readonly QueueItem[];
  /** What was written until this time. */
  chat: readonly ChatMessage[];
  /** The track that was skipped last, because it is gone or private now. */
  skipped: QueueItem | null;
}

export interface PastRoomDeps {
  player: Player;
  clock: LocalClock;
  readPage(cursor: string | undefined): Promise<TrailPage>;
  locate(item: QueueItem): Promise<PlayableTrack>;
}

/** A room that has been, which this device plays by a clock of its own. */
export class PastRoom {
  readonly #deps: PastRoomDeps;
  readonly #moments = new TrailMoments();
  readonly #schedule = new PlaybackSchedule();
  readonly #controller: PlaybackController;
  readonly #changes = new Emitter<PastRoomState>();
  readonly #messages = new Emitter<TrailMessage>();
  readonly #problems = new Emitter<unknown>();
  /** Tracks that are gone or private. */
  readonly #gone = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #readAgain: ReturnType<typeof setTimeout> | undefined;
  /** Where the replay was at `#sinceUs` of the local clock; it moves on while it plays. */
  #fromUs = 0;
  #sinceUs = 0;
  /** The last moment that has been shown. */
  #index = -1;
  #cursor: string | undefined;
  #isReading = false;
  #state: PastRoomState = {
    ...{ status: 'paused', name: null, durationMs: 0, isComplete: false, currentItem: null },
    ...{ playback: null, queue: [], chat: [], skipped: null },
  };

  constructor(deps: PastRoomDeps) {
    this.#deps = deps;
    const { player, clock } = deps;
    this.#controller = new PlaybackController({
      ...{ player, clock, schedule: this.#schedule },
      // Timelines are given to it on the clock of this device.
      sync: {
        synchronised: true,
        estimator: { toLocal: (us) => us, toReference: (us) => us, uncertaintyUs: () => 0 },
      },
      locate: (item) => this.#locate(item),
      onProblem: (error) => this.#failed(error),
    });
  }

  get state(): PastRoomState {
    return this.#state;
  }

  onChange(listener: (state: PastRoomState) => void): () => void {
    return this.#changes.on(listener);
  }

  /** What the members were told, at its moment: chat messages, reactions, and changes of the timeline and the queue. */
  onMessage(listener: (message: TrailMessage) => void): () => void {
    return this.#messages.on(listener);
  }

  /** A page of the trail, or a track, could not be loaded. */
  onProblem(listener: (error: unknown) => void): () => void {
    return this.#problems.on(listener);
  }

  /** The time of the room, in milliseconds since its trail begins. */
  positionMs(): number {
    return Math.min(this.#nowUs(), this.#moments.endUs) / 1000;
  }

  /** Reads until there is something to show. `attendLater` does it. */
  async open(): Promise<void> {
    do await this.#readPage();
    while (this.#moments.all.length === 0 && !this.#state.isComplete);
    this.#moveTo(0);
    void this.#readOn();
  }

  play(): void {
    const { status } = this.#state;
    if (status === 'closed' || status === 'playing') return;
    this.#update({ status: 'playing' });
    this.#moveTo(status === 'ended' ? 0 : this.#fromUs);
    void this.#readOn();
  }

  pause(): void {
    if (this.#state.status !== 'playing') return;
    const nowUs = this.#nowUs();
    this.#update({ status: 'paused' });
    this.#moveTo(nowUs);
  }

  /** @param positionMs the time of the room; as far as its trail was read */
  seek(positionMs: number): void {
    if (this.#state.status === 'closed') return;
    if (this.#state.status === 'ended') this.#update({ status: 'paused' });
    this.#moveTo(Math.min(Math.max(positionMs * 1000, 0), this.#moments.endUs));
  }

  /** Ends it, and closes the player. */
  close(): void {
    if (this.#state.status === 'closed') return;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    clearTimeout(this.#readAgain);
    this.#controller.close();
    this.#update({ status: 'closed' });
  }

  async #readPage(): Promise<void> {
    const { items, nextCursor } = await this.#deps.readPage(this.#cursor);
    for (const entry of items) this.#moments.add(entry);
    this.#cursor = nextCursor ?? undefined;
    this.#update({ durationMs: this.#moments.endUs / 1000, isComplete: nextCursor === null });
  }

  async #readOn(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    clearTimeout(this.#readAgain);
    try {
      while (!this.#state.isComplete && this.#state.status !== 'closed') {
        await this.#readPage();
        if (this.#state.status === 'playing') this.#await();
      }
    } catch (error) {
      if (this.#state.status === 'closed') return;
      this.#problems.emit(error);
      this.#readAgain = setTimeout(() => void this.#readOn(), RETRY_MS);
    } finally {
      this.#isReading = false;
    }
  }

  #nowUs(): number {
    const isMoving = this.#state.status === 'playing';
    return isMoving ? this.#fromUs + this.#deps.clock.nowUs() - this.#sinceUs : this.#fromUs;
  }

  /** Goes to a time of the room, and does from there on what the room did. */
  #moveTo(toUs: number): void {
    this.#fromUs = toUs;
    this.#sinceUs = this.#deps.clock.nowUs();
    this.#index = this.#moments.indexAt(toUs);
    // What played before goes on until the anchor of the newest timeline.
    let first = this.#index;
    const anchorUs = (index: number): number =>
      this.#moments.stateAt(index)?.timeline.anchorServerTimeUs ?? -Infinity;
    while (first > 0 && anchorUs(first) > toUs) first -= 1;
    for (let index = first; index <= this.#index; index += 1) this.#follow(index, index === first);
    const written = this.#moments.all.slice(0, this.#index + 1).flatMap(({ entry }) => chatOf(entry.message));
    this.#update({ chat: written });
    this.#controller.scheduleChanged();
    this.#show();
    this.#await();
  }

  /** Takes the timeline and the queue of a moment. */
  #follow(index: number, isFirst: boolean): void {
    const state = this.#moments.stateAt(index);
    if (state === undefined) return;
    const { name, queue, repeat } = state.room;
    const local = shiftedTimeline(state.timeline, this.#sinceUs - this.#fromUs);
    const nowUs = this.#deps.clock.nowUs();
    const isMoving = this.#state.status === 'playing';
    this.#schedule.add(
      isMoving ? local : restingAt(local, nowUs),
      { queue, repeat },
      isFirst || !isMoving ? null : nowUs,
    );
    this.#update({ name, queue });
  }

  /** Waits for the next moment, the next item or the end. */
  #await(): void {
    clearTimeout(this.#timer);
    if (this.#state.status !== 'playing') return;
    const nowUs = this.#nowUs();
    const nextUs = this.#moments.all[this.#index + 1]?.atUs ?? Infinity;
    const localUs = this.#deps.clock.nowUs();
    const changeUs = this.#schedule.nextChangeUs(localUs) ?? Infinity;
    const waitMs = Math.min(nextUs - nowUs, changeUs - localUs) / 1000;
    this.#timer = setTimeout(() => this.#goOn(), Math.max(0, Math.min(Math.ceil(waitMs), LONGEST_TIMER_MS)));
  }

  #goOn(): void {
    const nowUs = this.#nowUs();
    const { all } = this.#moments;
    for (let next = all[this.#index + 1]; next && next.atUs <= nowUs; next = all[this.#index + 1]) {
      this.#index += 1;
      this.#happen(next.entry.message, next.entry.state !== undefined);
    }
    this.#show();
    if (this.#index < all.length - 1 || !this.#state.isComplete) this.#await();
    else this.#end();
  }

  #happen(message: TrailMessage | undefined, hasState: boolean): void {
    if (hasState || message?.type === 'timeline' || message?.type === 'queueChanged') {
      this.#follow(this.#index, false);
      this.#controller.scheduleChanged();
    }
    const written = chatOf(message);
    if (written.length > 0) this.#update({ chat: [...this.#state.chat, ...written] });
    if (message !== undefined) this.#messages.emit(message);
  }

  #end(): void {
    const { endUs } = this.#moments;
    this.#update({ status: 'ended' });
    this.#moveTo(endUs);
  }

  async #locate(item: QueueItem): Promise<PlayableTrack> {
    try {
      return await this.#deps.locate(item);
    } catch (error) {
      // By its code: this entry is a build of its own, in which the class of the core is another.
      if (error instanceof Error && 'code' in error && error.code === 'TRACK_NOT_FOUND')
        this.#gone.add(item.trackId);
      throw error;
    }
  }

  #failed(error: unknown): void {
    const item = this.#schedule.newest?.item;
    clearTimeout(this.#retry);
    if (item && this.#gone.has(item.trackId)) {
      this.#update({ skipped: item });
      if (this.#state.status === 'playing') this.#skip(item);
      return;
    }
    this.#problems.emit(error);
    this.#retry = setTimeout(() => this.#controller.clockUpdated(), RETRY_MS);
  }

  /** Goes to where the room played something else. */
  #skip(item: QueueItem): void {
    const { all, endUs } = this.#moments;
    const index = all.findIndex(({ queueItemId }, at) => at > this.#index && queueItemId !== item.id);
    this.#moveTo(all[index]?.atUs ?? endUs);
  }

  #show(): void {
    const nowUs = this.#deps.clock.nowUs();
    const currentItem = this.#schedule.shownAt(nowUs)?.item ?? null;
    this.#update({ currentItem, playback: this.#schedule.statusAt(nowUs) });
  }

  #update(change: Partial<PastRoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.emit(this.#state);
  }
}

const chatOf = (message: TrailMessage | undefined): ChatMessage[] =>
  message?.type === 'chatPosted' ? [message.message] : [];

/** The timeline, silent at the position of an instant. */
function restingAt(timeline: Timeline, nowUs: number): Timeline {
  if (timeline.state !== 'playing') return timeline;
  const atUs = microseconds(nowUs);
  const anchorPositionMs = positionAt(timeline, atUs);
  return { ...timeline, state: 'paused', anchorPositionMs, anchorServerTimeUs: atUs };
}
