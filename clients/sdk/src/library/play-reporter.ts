import { Emitter } from '../emitter.ts';
import type { PlayReport, PlayResult } from '../generated/music.types.gen.ts';
import { isDownbeatError } from '../http/errors.ts';
import { memoryPlayStore, type PlayStore, type WaitingPlay } from './play-store.ts';

/** Plays of one request; the contract allows no more. */
const PLAYS_AT_ONCE = 50;
/** About a day and a half of short tracks. Beyond it the oldest are given up. */
const MAX_WAITING = 500;
const FIRST_PAUSE_MS = 15_000;
const LAST_PAUSE_MS = 10 * 60_000;

/** A play to report. */
export interface NewPlay {
  trackId: string;
  startedAt: Date;
  /** How long the track was heard, without pauses and what was skipped. */
  playedMs: number;
}

interface ReporterDeps {
  /** Null when signed out. */
  userId(): string | null;
  newPlayId(): string;
  send(plays: PlayReport[]): Promise<PlayResult[]>;
}

/**
 * Reports plays, at once or, when that fails, later: after a pause, when the network comes back, and with the next play. Each
 * has an id of its own, so that it counts once however often it is sent. A play is only reported for the user who played it.
 */
export class PlayReporter {
  readonly #deps: ReporterDeps;
  readonly #results = new Emitter<readonly PlayResult[]>();
  #store: PlayStore = memoryPlayStore();
  #flushing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
    // Node has no such event.
    (globalThis as { addEventListener?: Window['addEventListener'] }).addEventListener?.(
      'online',
      () => void this.flush(),
    );
  }

  /** The plays that have not been reported yet, the oldest first. */
  get waiting(): readonly WaitingPlay[] {
    return this.#store.load();
  }

  /** Keeps waiting plays in another place than memory, with those that wait there from before, and reports them. */
  useStore(store: PlayStore): void {
    const plays = [...store.load(), ...this.#store.load()];
    this.#store = store;
    this.#save(plays);
    void this.flush();
  }

  /** Calls back with what the service has decided about plays; returns a function that unsubscribes. */
  onResults(listener: (results: readonly PlayResult[]) => void): () => void {
    return this.#results.on(listener);
  }

  /** Reports a play; does nothing when signed out. */
  add({ trackId, startedAt, playedMs }: NewPlay): void {
    const userId = this.#deps.userId();
    if (userId === null) return;
    const play = {
      id: this.#deps.newPlayId(),
      trackId,
      startedAt: startedAt.toISOString(),
      playedMs: Math.round(playedMs),
    };
    this.#save([...this.#store.load(), { ...play, userId }]);
    void this.flush();
  }

  /** Reports what waits. Resolves also when that fails: then the plays wait on. */
  flush(): Promise<void> {
    return (this.#flushing ??= this.#flush());
  }

  async #flush(): Promise<void> {
    // The promise is kept by then.
    await Promise.resolve();
    clearTimeout(this.#timer);
    try {
      let plays = this.#next();
      while (plays.length > 0 && (await this.#isSent(plays))) plays = this.#next();
    } finally {
      // In the same step as the last look at what waits: a play that comes after it begins another flush.
      this.#flushing = null;
    }
  }

  async #isSent(plays: readonly WaitingPlay[]): Promise<boolean> {
    try {
      const results = await this.#deps.send(plays.map(({ userId: _userId, ...report }) => report));
      this.#remove(plays);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#results.emit(results);
      return true;
    } catch (error) {
      // Such a request would be refused for ever.
      const isFinal = isDownbeatError(error) && error.code === 'VALIDATION_FAILED';
      if (isFinal) this.#remove(plays);
      else this.#flushLater();
      return isFinal;
    }
  }

  /** The plays of this user that are sent next. */
  #next(): WaitingPlay[] {
    const userId = this.#deps.userId();
    return this.#store
      .load()
      .filter((play) => play.userId === userId)
      .slice(0, PLAYS_AT_ONCE);
  }

  #flushLater(): void {
    this.#timer = setTimeout(() => void this.flush(), this.#pauseMs);
    // Node would stay for it.
    (this.#timer as { unref?: () => void }).unref?.();
    this.#pauseMs = Math.min(this.#pauseMs * 2, LAST_PAUSE_MS);
  }

  #remove(sent: readonly WaitingPlay[]): void {
    const ids = new Set(sent.map(({ id }) => id));
    this.#save(this.#store.load().filter(({ id }) => !ids.has(id)));
  }

  #save(plays: readonly WaitingPlay[]): void {
    this.#store.save(plays.slice(-MAX_WAITING));
  }
}
