/** What was found out a moment ago about a session; at most `limit` sessions are remembered. */
export class VerdictCache {
  readonly #entries = new Map<string, { revoked: boolean; until: number }>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  get(sessionId: string): boolean | null {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined) return null;
    if (entry.until > this.#now()) return entry.revoked;
    this.#entries.delete(sessionId);
    return null;
  }

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
