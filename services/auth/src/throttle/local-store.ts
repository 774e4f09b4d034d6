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
}

const accountKey = ({ account, address }: Suspect): string => `${account} ${address}`;

/** The same rules as the Redis scripts, for one process: what counts while Redis is away. */
export const createLocalFailureStore = (rules: ThrottleRules, now: () => number = Date.now): FailureStore => {
  const accounts = new Counts();
  const addresses = new Counts();
  return {
    waitMs: async (suspect) => {
      const nowMs = now();
      const account = accounts.read(accountKey(suspect), nowMs);
      const address = addresses.read(suspect.address, nowMs);
      const isFull = address.failures >= rules.addressFailures;
      return Math.max(account.blockedUntilMs - nowMs, isFull ? address.forgetAtMs - nowMs : 0, 0);
    },
    fail: async (suspect) => {
      const nowMs = now();
      const failures = accounts.read(accountKey(suspect), nowMs).failures + 1;
      const blockedUntilMs = nowMs + backoffMs(failures, rules);
      accounts.write(accountKey(suspect), { failures, blockedUntilMs, forgetAtMs: nowMs + memoryMs(rules) });
      const address = addresses.read(suspect.address, nowMs);
      const forgetAtMs = address.failures === 0 ? nowMs + rules.addressWindowMs : address.forgetAtMs;
      addresses.write(suspect.address, { failures: address.failures + 1, blockedUntilMs: 0, forgetAtMs });
    },
    clear: async (suspect) => accounts.remove(accountKey(suspect)),
  };
};
