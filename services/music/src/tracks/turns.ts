import { createKeyedBulkhead } from '@downbeat/shared/keyed-bulkhead';

/** More writes of one artist than may be in progress at once. */
const WAITING_WRITES = 1_000;

/**
 * Runs the writes of one artist's tracks one after the other. Their transactions conflict, because each makes the entries of
 * the artist and of its albums again; within this instance they need not try in vain.
 */
export const createTurns = () => createKeyedBulkhead(1, WAITING_WRITES);

export type InTurn = ReturnType<typeof createTurns>;
