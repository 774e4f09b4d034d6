import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { callWithLimit } from '../deadline.ts';
import { type Logger, reasonOf } from '../logging.ts';

interface DatabasePauseDeps {
  db: Db;
  logger: Logger;
  /** How long messages are held at most. */
  holdMs: number;
  /** Returns the held messages to the broker, and receives none until `resume`. */
  subscription: { suspend(): void; resume(): void };
}

/**
 * How a wait for the database ended: it is `back`; it `answers` and was not away; or the message is `returned` to the
 * broker, because the wait took too long or the consumer stops.
 */
export type WaitResult = 'back' | 'answers' | 'returned';

const FIRST_POLL_MS = 100;
const LAST_POLL_MS = 1_600;
const POLL_LIMIT_MS = 2_000;

/**
 * Holds the messages of a consumer while its database is away. An outage is not the failure of a message: it costs no try,
 * and one delivery only when it lasts longer than `holdMs`. The consumer's prefetch bounds how many messages are held.
 */
export class DatabasePause {
  readonly #deps: DatabasePauseDeps;
  readonly #stop = new AbortController();
  #wait: PromiseWithResolvers<WaitResult> | null = null;

  constructor(deps: DatabasePauseDeps) {
    this.#deps = deps;
  }

  /** The wait of the pause that lasts now; null without a pause. */
  get current(): Promise<WaitResult> | null {
    return this.#wait?.promise ?? null;
  }

  /** Begins a pause, or joins the one that lasts, and waits until the database answers. Never rejects. */
  begin(): Promise<WaitResult> {
    if (this.#stop.signal.aborted) return Promise.resolve('returned');
    if (this.#wait === null) {
      this.#wait = Promise.withResolvers();
      void this.#pollUntilBack(this.#wait);
    }
    return this.#wait.promise;
  }

  /** Ends every wait, now and later, with `returned`. */
  stop(): void {
    this.#stop.abort();
    this.#wait?.resolve('returned');
  }

  async #pollUntilBack({ resolve }: PromiseWithResolvers<WaitResult>): Promise<void> {
    const { logger, holdMs, subscription } = this.#deps;
    const holdUntil = performance.now() + holdMs;
    let result: WaitResult = 'answers';
    for (let pollMs = FIRST_POLL_MS; !(await this.#answersAfter(pollMs));) {
      if (this.#stop.signal.aborted) return;
      if (result === 'answers') logger.warn('the database is away; messages wait for it');
      result = 'back';
      pollMs = Math.min(2 * pollMs, LAST_POLL_MS);
      if (performance.now() < holdUntil) continue;
      // The broker closes the channel of a message that is held for 30 minutes. Each return counts as a delivery.
      subscription.suspend();
      resolve('returned');
    }
    if (result === 'back') logger.info('the database is back');
    this.#wait = null;
    resolve(result);
    subscription.resume();
  }

  async #answersAfter(pauseMs: number): Promise<boolean> {
    try {
      await delay(pauseMs, undefined, { signal: this.#stop.signal });
      await callWithLimit('a ping', () => this.#deps.db.command({ ping: 1 }), POLL_LIMIT_MS);
      return true;
    } catch (error) {
      this.#deps.logger.debug({ reason: reasonOf(error) }, 'the database does not answer');
      return false;
    }
  }
}
