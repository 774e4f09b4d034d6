import { parkingQueue, type Rabbit } from '../rabbit/index.ts';
import { forward } from './settle.ts';
import { sift } from './sift.ts';

/**
 * Gives every parked message of a purpose a fresh set of tries, in the order of parking; for use when the cause
 * is mended. An event that had been handled after all stays handled once.
 * @param queue the purpose's queue, e.g. `notification.mail`
 * @returns how many were replayed
 */
export async function replayParked(rabbit: Rabbit, queue: string): Promise<number> {
  return sift(rabbit, parkingQueue(queue), async (message) => {
    await forward(rabbit, message, queue, {});
    return true;
  });
}
