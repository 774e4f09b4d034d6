import { microseconds, milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import { DownbeatError } from '../../http/errors.ts';
import type { PlayableTrack, Player } from '../player.ts';
import { supersededError } from './fetch-audio.ts';
import { watchForStall } from './stall.ts';

/** `currentTime` jumps by about a frame; three times that is the least error worth a correction. */
const ELEMENT_TOLERANCE_MS = 45;
/** What a seek within loaded audio takes at most, usually. */
const SEEK_TIME_US = 150_000;

/**
 * Plays through an `<audio>` element: streams instead of decoding whole, so it starts on long files and little
 * memory, but it is exact to some 10 ms only. Expects local instants in `performance.now()` microseconds
 * (`performanceClock`).
 */
export class AudioElementPlayer implements Player {
  readonly toleranceMs = ELEMENT_TOLERANCE_MS;
  readonly outputDelayMs: number;
  readonly #element: HTMLAudioElement;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** @param outputDelayMs what is known of this device; an element tells nothing of it */
  constructor(element: HTMLAudioElement, outputDelayMs = 0) {
    this.#element = element;
    this.outputDelayMs = outputDelayMs;
    element.preload = 'auto';
    element.preservesPitch = true;
  }

  async load(track: PlayableTrack, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw supersededError();
    const settled = new AbortController();
    const stall = watchForStall();
    const once = { once: true, signal: settled.signal };
    await new Promise<void>((resolve, reject) => {
      const fail = (): void =>
        reject(new DownbeatError('UNEXPECTED_RESPONSE', 'The audio could not be loaded'));
      const abort = (): void => reject(supersededError());
      this.#element.addEventListener('canplay', () => resolve(), once);
      this.#element.addEventListener('error', fail, once);
      this.#element.addEventListener('progress', () => stall.progress(), { signal: settled.signal });
      stall.signal.addEventListener('abort', () => reject(stall.signal.reason as Error), once);
      signal.addEventListener('abort', abort, once);
      this.#element.src = track.url;
      this.#element.load();
    }).finally(() => {
      settled.abort();
      stall.end();
    });
  }

  start(atUs: Microseconds, positionMs: Milliseconds): void {
    this.#clearTimers();
    // The seek takes a while, so it is done before; played on from there at once, it would be early.
    this.#at(microseconds(atUs - SEEK_TIME_US), () => {
      const lateMs = Math.max(0, -this.#untilMs(atUs));
      this.#element.pause();
      this.#element.currentTime = (positionMs + lateMs) / 1000;
    });
    // Refused where nobody has clicked yet: it stays paused, `heardPositionMs` says so, and it is tried again.
    this.#at(atUs, () => void this.#element.play().catch(() => undefined));
  }

  stop(atUs: Microseconds): void {
    this.#clearTimers();
    this.#at(atUs, () => this.#element.pause());
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    if (this.#element.paused || this.#element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const aheadMs = atUs / 1000 - performance.now();
    return milliseconds(
      this.#element.currentTime * 1000 - this.outputDelayMs + aheadMs * this.#element.playbackRate,
    );
  }

  setRate(rate: number): void {
    this.#element.playbackRate = rate;
  }

  close(): void {
    this.#clearTimers();
    this.#element.pause();
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  /** How long until the element has to act, so that it is heard at the instant. */
  #untilMs(atUs: Microseconds): number {
    return atUs / 1000 - performance.now() - this.outputDelayMs;
  }

  #at(atUs: Microseconds, run: () => void): void {
    this.#timers.push(setTimeout(run, Math.max(0, this.#untilMs(atUs))));
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
