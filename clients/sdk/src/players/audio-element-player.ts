import { microseconds, milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import { DownbeatError } from '../http/errors.ts';
import { startStallTimer, supersededError } from './audio-download.ts';
import type { PlayableTrack, Player } from './player.ts';
import type { PlayerElement } from './web-audio-types.ts';

/** `currentTime` jumps by about 15 ms; an error below three times that is noise. */
const ELEMENT_TOLERANCE_MS = 45;
/** The time that a seek within loaded audio usually takes at most. */
const SEEK_TIME_US = 150_000;

/** One of the two elements, and the queue item whose track it has. */
interface Deck {
  readonly element: HTMLAudioElement;
  queueItemId: string | null;
}

interface Timer {
  readonly deck: Deck;
  /** The instant of the start or stop that it belongs to. */
  readonly atUs: number;
  readonly handle: ReturnType<typeof setTimeout>;
}

/**
 * Plays through two `<audio>` elements in turn, so that the next track loads while the present one plays. Streams
 * instead of decoding whole tracks: it starts long files sooner and takes little memory, but is exact to some 10 ms
 * only. Expects local instants in `performance.now()` microseconds (`performanceClock`).
 */
export class AudioElementPlayer implements Player {
  readonly toleranceMs = ELEMENT_TOLERANCE_MS;
  readonly outputDelayMs: number;
  readonly #decks: readonly Deck[];
  readonly #timers = new Set<Timer>();
  /** The deck that was started last. */
  #active: Deck;

  /**
   * @param outputDelayMs what is known of this device; an element does not tell it
   * @param second the other element, a copy of the first by default; it follows the first one's volume
   */
  constructor(
    element: PlayerElement,
    outputDelayMs = 0,
    second: PlayerElement = element.cloneNode(false) as HTMLAudioElement,
  ) {
    this.outputDelayMs = outputDelayMs;
    this.#active = { element, queueItemId: null };
    this.#decks = [this.#active, { element: second, queueItemId: null }];
    for (const deck of this.#decks) {
      deck.element.preload = 'auto';
      deck.element.preservesPitch = true;
    }
    element.addEventListener('volumechange', () => copyVolume(element, second));
    copyVolume(element, second);
  }

  async load(track: PlayableTrack, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw supersededError();
    const deck = this.#deckFor(track.queueItemId);
    this.#cancelTimers((timer) => timer.deck === deck);
    deck.queueItemId = track.queueItemId;
    await loadElement(deck.element, track.url, signal);
  }

  unload(queueItemId: string): void {
    for (const deck of this.#decks) if (deck.queueItemId === queueItemId) this.#empty(deck);
  }

  start(queueItemId: string, atUs: Microseconds, positionMs: Milliseconds): void {
    const deck = this.#decks.find((candidate) => candidate.queueItemId === queueItemId);
    if (deck === undefined) return;
    const { element } = deck;
    this.#cancelTimers((timer) => timer.atUs >= atUs);
    this.#active = deck;
    // A seek takes a while, so it is done before the start, with the element paused.
    this.#runAt(deck, atUs, SEEK_TIME_US, () => {
      const lateMs = Math.max(0, -this.#untilMs(atUs));
      element.pause();
      // A browser resumes a cut download by itself, but ends it for good when the server answers with an error.
      if (element.error !== null) element.load();
      element.playbackRate = 1;
      element.currentTime = (positionMs + lateMs) / 1000;
    });
    this.#runAt(deck, atUs, 0, () => {
      for (const other of this.#decks) if (other !== deck && !other.element.paused) other.element.pause();
      // Browsers refuse this before the first click. Then the element stays paused, and the room starts it again later.
      element.play().catch(() => undefined);
    });
  }

  stop(atUs: Microseconds): void {
    this.#cancelTimers((timer) => timer.atUs >= atUs);
    for (const deck of this.#decks) {
      if (deck.queueItemId !== null) this.#runAt(deck, atUs, 0, () => deck.element.pause());
    }
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    // Until the start that was scheduled last, the other element still plays.
    const others = this.#decks.filter((deck) => deck !== this.#active);
    const heard = [this.#active, ...others].find(({ element }) => isAudible(element))?.element;
    if (heard === undefined) return null;
    const aheadMs = atUs / 1000 - performance.now();
    return milliseconds(heard.currentTime * 1000 - this.outputDelayMs + aheadMs * heard.playbackRate);
  }

  setRate(rate: number): void {
    this.#active.element.playbackRate = rate;
  }

  close(): void {
    for (const deck of this.#decks) if (deck.queueItemId !== null) this.#empty(deck);
  }

  /** The deck that has the item, or else an empty one, or else the one that does not play. */
  #deckFor(queueItemId: string): Deck {
    return (
      this.#decks.find((deck) => deck.queueItemId === queueItemId) ??
      this.#decks.find((deck) => deck.queueItemId === null) ??
      this.#decks.find((deck) => deck !== this.#active) ??
      this.#active
    );
  }

  #empty(deck: Deck): void {
    this.#cancelTimers((timer) => timer.deck === deck);
    deck.queueItemId = null;
    deck.element.pause();
    deck.element.removeAttribute('src');
    deck.element.load();
  }

  /** How long until the element has to act, so that it is heard at the instant. */
  #untilMs(atUs: Microseconds): number {
    return atUs / 1000 - performance.now() - this.outputDelayMs;
  }

  #runAt(deck: Deck, atUs: Microseconds, beforeUs: number, run: () => void): void {
    const delayMs = Math.max(0, this.#untilMs(microseconds(atUs - beforeUs)));
    const fire = (): void => {
      this.#timers.delete(timer);
      run();
    };
    const timer: Timer = { deck, atUs, handle: setTimeout(fire, delayMs) };
    this.#timers.add(timer);
  }

  #cancelTimers(matches: (timer: Timer) => boolean): void {
    for (const timer of this.#timers) {
      if (!matches(timer)) continue;
      clearTimeout(timer.handle);
      this.#timers.delete(timer);
    }
  }
}

function copyVolume(from: HTMLAudioElement, to: HTMLAudioElement): void {
  to.volume = from.volume;
  to.muted = from.muted;
}

function isAudible({ paused, readyState }: HTMLAudioElement): boolean {
  return !paused && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
}

/** Resolves when the element can play; throws what `Player.load` throws. */
async function loadElement(element: HTMLAudioElement, url: string, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const stall = startStallTimer();
  const once = { once: true, signal: settled.signal };
  await new Promise<void>((resolve, reject) => {
    const fail = (): void =>
      reject(new DownbeatError('UNEXPECTED_RESPONSE', 'The audio could not be loaded'));
    element.addEventListener('canplay', () => resolve(), once);
    element.addEventListener('error', fail, once);
    element.addEventListener('progress', () => stall.progress(), { signal: settled.signal });
    stall.signal.addEventListener('abort', () => reject(stall.signal.reason as Error), once);
    signal.addEventListener('abort', () => reject(supersededError()), once);
    element.src = url;
    element.load();
  }).finally(() => {
    settled.abort();
    stall.end();
  });
}
