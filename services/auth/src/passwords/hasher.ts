import { availableParallelism } from 'node:os';
import { untilDeadline } from '@downbeat/shared/deadline';
import { runInTurn } from '@downbeat/shared/keyed-bulkhead';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { errors } from '../errors.ts';
import { type Argon2Cost, decodePhc, hashArgon2, isCheaper, verifyArgon2 } from './argon2.ts';

export interface PasswordHasherOptions {
  readonly cost: Argon2Cost;
  /** Hashes at once; each takes a core and `cost.memoryKiB`. Default: one per core. */
  readonly concurrency?: number;
  /** Hashes that may wait; beyond that callers get UNAVAILABLE. */
  readonly queueLimit?: number;
}

export type PasswordHasher = Awaited<ReturnType<typeof createPasswordHasher>>;

const DEFAULT_QUEUE_LIMIT = 200;
const BUSY_RETRY_SECONDS = '2';

/** Limits how many hashes run and wait, so that a flood of logins takes neither all memory nor all cores. */
export async function createPasswordHasher(options: PasswordHasherOptions) {
  const { cost, concurrency = availableParallelism(), queueLimit = DEFAULT_QUEUE_LIMIT } = options;
  const limit = bulkhead(concurrency, queueLimit);
  const dummyHash = await hashArgon2('no account has this password', cost);

  const runLimited = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await untilDeadline('a password hash', runInTurn(limit, task));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw errors.UNAVAILABLE({
        detail: 'Too many sign-ins at once. Try again shortly.',
        headers: { 'retry-after': BUSY_RETRY_SECONDS },
      });
    }
  };

  return {
    hash: (password: string): Promise<string> => runLimited(() => hashArgon2(password, cost)),
    /** With `stored` null (no account, or an account without password) takes the same time and returns false. */
    verify: async (password: string, stored: string | null): Promise<boolean> => {
      const matches = await runLimited(() => verifyArgon2(password, stored ?? dummyHash));
      return matches && stored !== null;
    },
    isOutdated: (stored: string): boolean => {
      const hash = decodePhc(stored);
      return hash === null || isCheaper(hash.cost, cost);
    },
  };
}
