/** What was found out a moment ago about a session; at most `limit` sessions are remembered. */
export class VerdictCache {
  readonly #entries = new Map<string, { revoked: boolean; until: number }>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** The verdict, or null when there is none that is recent enough. */
  get(sessionId: string): boolean | null {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined) return null;
    if (entry.until > this.#now()) return entry.revoked;
    this.#entries.delete(sessionId);
    return null;
  }

  /** Keeps a verdict for `ms`; the oldest goes when there are too many. */
  set(sessionId: string, revoked: boolean, ms: number): void {
    this.#entries.delete(sessionId);
    this.#entries.set(sessionId, { revoked, until: this.#now() + ms });
    if (this.#entries.size > this.#limit) this.#dropOldest();
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
