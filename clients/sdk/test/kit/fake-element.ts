// An <audio> element that a test turns by hand, and the clock and timers beside it.
import { mock } from 'node:test';

/** `HTMLMediaElement.HAVE_*`, which Node has not. */
const HAVE_METADATA = 1;
const HAVE_CURRENT_DATA = 2;

export class FakeElement extends EventTarget {
  src = '';
  preload = '';
  preservesPitch = false;
  paused = true;
  playbackRate = 1;
  readyState = HAVE_CURRENT_DATA;
  loads = 0;
  /** Whether `play` is refused, as it is before the first click. */
  needsClick = false;
  /** What was asked of it, and when. */
  readonly calls: (readonly [atMs: number, what: string])[] = [];
  #seconds = 0;

  get currentTime(): number {
    return this.#seconds;
  }

  set currentTime(seconds: number) {
    this.#note(`seek ${seconds}`);
    this.#seconds = seconds;
  }

  load(): void {
    this.loads += 1;
  }

  async play(): Promise<void> {
    this.#note('play');
    if (this.needsClick) throw new DOMException('a click is needed', 'NotAllowedError');
    this.paused = false;
  }

  pause(): void {
    this.#note('pause');
    this.paused = true;
  }

  removeAttribute(name: string): void {
    if (name === 'src') this.src = '';
  }

  /** Plays on for a while, where it plays. */
  pass(ms: number): void {
    if (!this.paused) this.#seconds += (ms / 1000) * this.playbackRate;
  }

  asElement(): HTMLAudioElement {
    return this as Partial<HTMLAudioElement> as HTMLAudioElement;
  }

  #note(what: string): void {
    this.calls.push([performance.now(), what]);
  }
}

export const lacksData = HAVE_METADATA;

/** Local time that moves only by `pass`, the element's and the timers' with it. */
export class ElementWorld {
  readonly element = new FakeElement();
  #nowMs = 1000;

  constructor() {
    Object.assign(globalThis, { HTMLMediaElement: { HAVE_CURRENT_DATA } });
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => this.#nowMs);
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 1) {
      this.#nowMs += 1;
      this.element.pass(1);
      mock.timers.tick(1);
    }
  }

  end(): void {
    mock.timers.reset();
    mock.restoreAll();
  }
}
