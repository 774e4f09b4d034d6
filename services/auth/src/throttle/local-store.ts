import { type FailureStore, type Suspect, type ThrottleRules, backoffMs, memoryMs } from './failures.ts';

interface Count {
  failures: number;
  blockedUntilMs: number;
  forgetAtMs: number;
}

// An attacker with many addresses must not fill the memory; the oldest counts go first.
const MAX_COUNTS = 20_000;
const DROPPED_AT_ONCE = 2_000;
const NOTHING: Readonly<Count> = { failures: 0, blockedUntilMs: 0, forgetAtMs: 0 };

class Counts {
  readonly #rows = new Map<string, Count>();

  read(key: string, nowMs: number): Readonly<Count> {
    const row = this.#rows.get(key);
    return row !== undefined && row.forgetAtMs > nowMs ? row : NOTHING;
  }

  write(key: string, count: Count): void {
    this.#rows.delete(key);
    this.#rows.set(key, count);
    if (this.#rows.size > MAX_COUNTS) this.#dropOldest();
  }

  // Many at a time: finding the first key of a Map costs as much as there are holes before it.
  #dropOldest(): void {
    const oldest = [...this.#rows.keys()].slice(0, DROPPED_AT_ONCE);
    for (const key of oldest) this.#rows.delete(key);
  }

  remove(key: string): void {
    this.#rows.delete(key);
  }

  giveBack(key: string, nowMs: number): void {
    const row = this.read(key, nowMs);
    if (row.failures > 0) this.write(key, { ...row, failures: row.failures - 1 });
  }
}

const accountKey = ({ account, address }: Suspect): string => `${account} ${address}`;

/** What one process has counted by itself. Every method is one step: nothing else runs in between. */
export class LocalFailures implements FailureStore {
  readonly #accounts = new Counts();
  readonly #addresses = new Counts();
  readonly #rules: ThrottleRules;
  readonly #now: () => number;

  /** The same rules as the Redis scripts. */
  constructor(rules: ThrottleRules, now: () => number = Date.now) {
    this.#rules = rules;
    this.#now = now;
  }

  async reserve(suspect: Suspect): Promise<number> {
    const waitMs = this.#waitMs(suspect);
    if (waitMs === 0) this.count(suspect);
    return waitMs;
  }

  /** Counts a failure that another store has let begin. */
  count(suspect: Suspect): void {
    const nowMs = this.#now();
    const key = accountKey(suspect);
    const failures = this.#accounts.read(key, nowMs).failures + 1;
    const blockedUntilMs = nowMs + backoffMs(failures, this.#rules);
    this.#accounts.write(key, { failures, blockedUntilMs, forgetAtMs: nowMs + memoryMs(this.#rules) });
    const address = this.#addresses.read(suspect.address, nowMs);
    const forgetAtMs = address.failures === 0 ? nowMs + this.#rules.addressWindowMs : address.forgetAtMs;
    this.#addresses.write(suspect.address, {
      failures: address.failures + 1,
      blockedUntilMs: 0,
      forgetAtMs,
    });
  }

  async clear(suspect: Suspect): Promise<void> {
    this.#accounts.remove(accountKey(suspect));
    this.#addresses.giveBack(suspect.address, this.#now());
  }

  async release(suspect: Suspect): Promise<void> {
    this.#accounts.giveBack(accountKey(suspect), this.#now());
    this.#addresses.giveBack(suspect.address, this.#now());
  }

  #waitMs(suspect: Suspect): number {
    const nowMs = this.#now();
    const account = this.#accounts.read(accountKey(suspect), nowMs);
    const address = this.#addresses.read(suspect.address, nowMs);
    const isFull = address.failures >= this.#rules.addressFailures;
    return Math.max(account.blockedUntilMs - nowMs, isFull ? address.forgetAtMs - nowMs : 0, 0);
  }
}
