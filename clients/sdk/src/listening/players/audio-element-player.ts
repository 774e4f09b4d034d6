import { milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import { DownbeatError } from '../../http/errors.ts';
import type { PlayableTrack, Player } from '../player.ts';

/** `currentTime` jumps by about a frame; three times that is the least error worth a correction. */
const ELEMENT_TOLERANCE_MS = 45;

/**
 * Plays through an `<audio>` element: streams instead of decoding whole, so it starts on long files and little
 * memory, but it is exact to some 10 ms only.
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

  load(track: PlayableTrack, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void =>
        reject(new DownbeatError('UNEXPECTED_RESPONSE', 'The audio could not be loaded'));
      this.#element.addEventListener('canplay', () => resolve(), { once: true, signal });
      this.#element.addEventListener('error', fail, { once: true, signal });
      signal.addEventListener('abort', () =>
        reject(new DownbeatError('ABORTED', 'Another track took its place')),
      );
      this.#element.src = track.url;
      this.#element.load();
    });
  }

  start(atUs: Microseconds, positionMs: Milliseconds): void {
    this.#clearTimers();
    this.#element.currentTime = positionMs / 1000;
    this.#at(atUs, () => void this.#element.play());
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

  #at(atUs: Microseconds, run: () => void): void {
    const delayMs = atUs / 1000 - performance.now() - this.outputDelayMs;
    this.#timers.push(setTimeout(run, Math.max(0, delayMs)));
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
