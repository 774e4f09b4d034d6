import { setTimeout as delay } from 'node:timers/promises';

/** How many workers are in the middle of something. */
export interface InFlight {
  inFlight: number;
}

/** What has just failed is not hammered. */
const REST_MS = 100;

/**
 * Has so many workers do `once` over and over, and counts in `tally` those who are at it; `once` gives false when it
 * failed, which is followed by a short rest. Gives what stops them, when each has finished what it has begun.
 */
export function startWorkers(
  count: number,
  tally: InFlight,
  once: () => Promise<boolean>,
): () => Promise<void> {
  let stopping = false;
  const work = async (): Promise<void> => {
    while (!stopping) {
      tally.inFlight += 1;
      const done = await once();
      tally.inFlight -= 1;
      if (!done) await delay(REST_MS);
    }
  };
  const workers = Array.from({ length: count }, work);
  return async () => {
    stopping = true;
    await Promise.all(workers);
  };
}
