import { availableParallelism } from 'node:os';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { errors } from '../errors.ts';
import { hashArgon2, verifyArgon2 } from './argon2.ts';
import { type Argon2Cost, decodePhc, isCheaper } from './phc.ts';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `stored` null (no such account, or one without a password) costs the same time and never matches. */
  verify(password: string, stored: string | null): Promise<boolean>;
  isOutdated(stored: string): boolean;
}

export interface HasherOptions {
  readonly cost: Argon2Cost;
  /** Hashes at once; each takes a core and `cost.memoryKiB`. */
  readonly concurrency?: number;
  /** Hashes that may wait; beyond that the caller is told to come back. */
  readonly queueLimit?: number;
}

// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
export const DEFAULT_COST: Argon2Cost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const DEFAULT_QUEUE_LIMIT = 200;
const BUSY_RETRY_SECONDS = '2';

/** Bounds how many hashes run and wait, so that a flood of logins takes neither all memory nor all cores. */
export const createPasswordHasher = async (options: HasherOptions): Promise<PasswordHasher> => {
  const { cost, concurrency = availableParallelism(), queueLimit = DEFAULT_QUEUE_LIMIT } = options;
  const lane = bulkhead(concurrency, queueLimit);
  const decoy = await hashArgon2('no account has this password', cost);

  const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await lane.execute(work);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw errors.UNAVAILABLE({
        detail: 'Too many sign-ins at once. Try again shortly.',
        headers: { 'retry-after': BUSY_RETRY_SECONDS },
      });
    }
  };

  return {
    hash: (password) => bounded(() => hashArgon2(password, cost)),
    verify: async (password, stored) => {
      const matches = await bounded(() => verifyArgon2(password, stored ?? decoy));
      return matches && stored !== null;
    },
    isOutdated: (stored) => {
      const hash = decodePhc(stored);
      return hash === null || isCheaper(hash.cost, cost);
    },
  };
};
