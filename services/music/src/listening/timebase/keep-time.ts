import { reasonOf, type Log } from '@downbeat/shared/backing';
import type { Timebase } from './timebase.ts';

const INTERVAL_MS = 2_000;
/** While the time is not known nobody can be let in, so it is asked for more often. */
const RETRY_MS = 250;

/**
 * Disciplines a timebase until stopped. More often than clients do theirs: the reference is near, and drift that is not
 * yet known costs every member.
 */
export class TimeKeeper {
  readonly #timebase: Timebase;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #failing = false;

  constructor(timebase: Timebase, log: Log) {
    this.#timebase = timebase;
    this.#log = log;
  }

  /** The first try is awaited, whatever comes of it. */
  async start(): Promise<void> {
    await this.#turn();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    try {
      await this.#timebase.discipline();
      if (this.#failing)
        this.#log.info({ reference: this.#timebase.reference }, 'the timebase is disciplined again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.warn({ reason: reasonOf(error) }, 'the timebase cannot be disciplined');
      this.#failing = true;
    }
    if (this.#stopped) return;
    const next = this.#timebase.ready ? INTERVAL_MS : RETRY_MS;
    this.#timer = setTimeout(() => void this.#turn(), next);
    this.#timer.unref();
  }
}
