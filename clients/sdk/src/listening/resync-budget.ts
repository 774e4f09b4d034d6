/** From one hard resync to the next at least this; doubled each time, up to the last. */
const FIRST_PAUSE_US = 5_000_000;
const LONGEST_PAUSE_US = 3_600_000_000;

/**
 * Bounds hard resyncs: each is heard as a skip. One that did not help is not repeated at once, and a device that
 * cannot keep up ends at one an hour; meanwhile its rate is bent.
 */
export class ResyncBudget {
  #pauseUs = FIRST_PAUSE_US;
  #nextUs = -Infinity;

  /** Takes one, if it is due. */
  take(nowUs: number): boolean {
    if (nowUs < this.#nextUs) return false;
    this.#nextUs = nowUs + this.#pauseUs;
    this.#pauseUs = Math.min(this.#pauseUs * 2, LONGEST_PAUSE_US);
    return true;
  }

  /** Somebody asked for another position, or came back: what went before says nothing of it. */
  renew(): void {
    this.#pauseUs = FIRST_PAUSE_US;
    this.#nextUs = -Infinity;
  }
}
