import { requiredPlayMs } from '@downbeat/timing';
import type { NewPlay } from './play-reporter.ts';

/** Nearer to its beginning than this, a track that was further on has been started again. */
const BEGINNING_MS = 3000;
/** Browsers run the timers of a hidden page once a minute. A longer gap was sleep. */
const LONGEST_GAP_MS = 90_000;

/** What plays now. */
export interface MeteredTrack {
  /** Differs for each time that it is listed, e.g. the id of a queue item. */
  key: string;
  trackId: string;
  durationMs: number;
  positionMs: number;
  isPlaying: boolean;
}

interface Run extends Pick<MeteredTrack, 'key' | 'trackId' | 'durationMs' | 'positionMs' | 'isPlaying'> {
  startedAt: Date;
  heardMs: number;
  atMs: number;
  isReported: boolean;
}

/**
 * Measures how long each track is heard, and reports it once when that was half of it or 4 minutes. A track that is started
 * again is another play.
 */
export class PlayMeter {
  readonly #report: (play: NewPlay) => void;
  readonly #now: () => number;
  #run: Run | null = null;

  /** @param now milliseconds since 1970 */
  constructor(report: (play: NewPlay) => void, now: () => number = Date.now) {
    this.#report = report;
    this.#now = now;
  }

  /** Call at each change, and every few seconds while something plays; null when nothing does. */
  update(track: MeteredTrack | null): void {
    const nowMs = this.#now();
    if (this.#run !== null) this.#measure(this.#run, nowMs);
    const run = this.#run;
    const goesOn = run !== null && track !== null && run.key === track.key && !isRestart(run, track);
    if (track === null) this.#run = null;
    else if (goesOn) Object.assign(run, { positionMs: track.positionMs, isPlaying: track.isPlaying });
    // Without a start nothing was heard of it.
    else this.#run = track.isPlaying || run?.key === track.key ? begin(track, nowMs) : null;
  }

  /** Counts the time since the last call, and reports the play when it is enough. */
  #measure(run: Run, nowMs: number): void {
    const elapsedMs = nowMs - run.atMs;
    if (run.isPlaying && elapsedMs > 0 && elapsedMs <= LONGEST_GAP_MS) run.heardMs += elapsedMs;
    run.atMs = nowMs;
    const { trackId, durationMs, startedAt, heardMs } = run;
    if (run.isReported || heardMs < requiredPlayMs(durationMs)) return;
    run.isReported = true;
    this.#report({ trackId, startedAt, playedMs: Math.ceil(heardMs) });
  }
}

const isRestart = (run: Run, { positionMs }: MeteredTrack): boolean =>
  positionMs < BEGINNING_MS && run.positionMs - positionMs > Math.min(BEGINNING_MS, run.durationMs / 4);

const begin = (track: MeteredTrack, nowMs: number): Run => ({
  ...track,
  startedAt: new Date(nowMs),
  heardMs: 0,
  atMs: nowMs,
  isReported: false,
});
