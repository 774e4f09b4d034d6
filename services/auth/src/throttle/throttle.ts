import { createHash } from 'node:crypto';
import { ProblemError } from '@downbeat/shared/problem';
import { BulkheadRejectedError } from 'cockatiel';
import { errors } from '../errors.ts';
import { addressKey } from './address-key.ts';
import type { FailureStore, Suspect } from './failures.ts';
import { Lanes } from './lanes.ts';

export interface Throttle {
  /**
   * Does `work` unless its account or address has failed too often.
   * @throws RATE_LIMITED with Retry-After; whatever `work` throws, counted when it is a guess that missed
   */
  guard<T>(email: string, address: string, work: () => Promise<T>): Promise<T>;
}

// Outcomes by which somebody learns about an account that is not theirs.
const GUESSES: ReadonlySet<string> = new Set(['INVALID_CREDENTIALS', 'EMAIL_TAKEN']);
const ONE_AT_A_TIME = 1;
const MAX_WAITING = 100;
// Attempts under way count as failed until they are known to be right. Few at a time, so that many people who sign in
// rightly from behind one address do not use it up; each takes a core to hash, so more at once would not be faster.
const AT_ONCE_PER_ADDRESS = 4;
const MAX_WAITING_PER_ADDRESS = 200;

const isMissedGuess = (error: unknown): boolean => error instanceof ProblemError && GUESSES.has(error.code);

const tooMany = (waitMs: number) =>
  errors.RATE_LIMITED({
    detail: 'Too many failed attempts. Wait before the next one.',
    headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
  });

// Addresses are personal data; the store needs only to tell them apart.
const suspectOf = (email: string, address: string): Suspect => ({
  account: createHash('sha256').update(email).digest('base64url'),
  address: addressKey(address),
});

/**
 * Slows down guessing. Attempts at one account from one address are made one after the other, so that parallel right
 * ones all pass; a burst of parallel guesses is counted like a sequence of them, in all instances together.
 */
export const createThrottle = (store: FailureStore): Throttle => {
  const accounts = new Lanes(ONE_AT_A_TIME, MAX_WAITING);
  const addresses = new Lanes(AT_ONCE_PER_ADDRESS, MAX_WAITING_PER_ADDRESS);

  const attempt = async <T>(suspect: Suspect, work: () => Promise<T>): Promise<T> => {
    const waitMs = await store.reserve(suspect);
    if (waitMs > 0) throw tooMany(waitMs);
    try {
      const result = await work();
      await store.clear(suspect);
      return result;
    } catch (error) {
      if (!isMissedGuess(error)) await store.release(suspect);
      throw error;
    }
  };

  return {
    guard: async (email, address, work) => {
      const suspect = suspectOf(email, address);
      const inTurn = () => addresses.run(suspect.address, () => attempt(suspect, work));
      try {
        return await accounts.run(`${suspect.account} ${suspect.address}`, inTurn);
      } catch (error) {
        if (error instanceof BulkheadRejectedError) throw tooMany(1000);
        throw error;
      }
    },
  };
};
