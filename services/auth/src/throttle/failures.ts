/** When somebody who failed may try again. */
export interface ThrottleRules {
  /** Failures of one account from one address before waiting begins. */
  readonly freeFailures: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Failures of one address, whatever the account, in one window. */
  readonly addressFailures: number;
  readonly addressWindowMs: number;
}

/** Who fails: one account as seen from one address, and the address by itself. */
export interface Suspect {
  readonly account: string;
  readonly address: string;
}

/**
 * Counts failures. An attempt counts as failed from before it begins, in one step with the question whether it may, so
 * that a parallel burst gets no further than a sequence. Forgets by itself: nobody is locked out for good.
 */
export interface FailureStore {
  /** How long to wait before the next try; 0 for go ahead, and then it is counted. */
  reserve(suspect: Suspect): Promise<number>;
  /** It succeeded: its count is taken back, and the account's earlier failures are forgotten. */
  clear(suspect: Suspect): Promise<void>;
  /** It came to nothing: its count is taken back. A pause that it began stays: it may be another's by now. */
  release(suspect: Suspect): Promise<void>;
}

/** The pause after a number of failures: none, then doubling up to the limit. */
export const backoffMs = (failures: number, rules: ThrottleRules): number =>
  failures < rules.freeFailures
    ? 0
    : Math.min(rules.firstWaitMs * 2 ** Math.min(failures - rules.freeFailures, 30), rules.maxWaitMs);

/** How long an account's count outlives its last failure: longer than any pause. */
export const memoryMs = (rules: ThrottleRules): number => 2 * rules.maxWaitMs;
