// An <audio> element whose clock and timers the test moves.
import { mock } from 'node:test';

/** `HTMLMediaElement.HAVE_*`, which Node lacks. */
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
  error: MediaError | null = null;
  durationSeconds = 60;
  /** Whether `play` is refused, as it is before the first click. */
  needsClick = false;
  /** The calls that it got, and when. */
  readonly calls: (readonly [atMs: number, what: string])[] = [];
  /** The copies that were made of it. */
  readonly clones: FakeElement[] = [];
  volume = 1;
  muted = false;
  #seconds = 0;

  get currentTime(): number {
    return this.#seconds;
  }

  set currentTime(seconds: number) {
    this.#note(`seek ${seconds}`);
    this.#seconds = seconds;
  }

  cloneNode(): HTMLAudioElement {
    const clone = new FakeElement();
    this.clones.push(clone);
    return clone.asElement();
  }

  load(): void {
    this.loads += 1;
    this.error = null;
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

  /** Moves on, while it plays, up to the end of its track. */
  pass(ms: number): void {
    if (this.paused) return;
    this.#seconds += (ms / 1000) * this.playbackRate;
    // A real element pauses itself at its end.
    if (this.#seconds >= this.durationSeconds) this.paused = true;
  }

  asElement(): HTMLAudioElement {
    return this as Partial<HTMLAudioElement> as HTMLAudioElement;
  }

  #note(what: string): void {
    this.calls.push([performance.now(), what]);
  }
}

export const lacksData = HAVE_METADATA;

/** Local time that moves only by `pass`, with the elements and the timers. */
export class ElementHarness {
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
      for (const element of [this.element, ...this.element.clones]) element.pass(1);
      mock.timers.tick(1);
    }
  }

  end(): void {
    mock.timers.reset();
    mock.restoreAll();
  }
}
