import { commonErrors } from '@downbeat/shared/errors';
import { createKeyedBulkhead } from '@downbeat/shared/keyed-bulkhead';
import { BulkheadRejectedError } from 'cockatiel';

const RETRY_SECONDS = '5';

/**
 * Runs what an account does at most `atOnce` times at the same moment, in this instance; more is refused with RATE_LIMITED.
 * @param what in words, in the plural
 */
export function createAccountSlots(what: string, atOnce: number) {
  const run = createKeyedBulkhead(atOnce, 0);
  return <T>(userId: string, task: () => Promise<T>): Promise<T> =>
    run(userId, task).catch((error: unknown) => {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      const detail = `At most ${atOnce} ${what} at once; wait until one has ended.`;
      throw commonErrors.RATE_LIMITED({ detail, headers: { 'retry-after': RETRY_SECONDS } });
    });
}
