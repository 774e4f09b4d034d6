import { type Rabbit, UNROUTED } from '../rabbit/index.ts';
import { forward } from './settle.ts';
import { sift } from './sift.ts';

/**
 * Brings events home that were published before anybody had a queue for their type: a service may start long
 * before the one that consumes its events does for the first time.
 * @returns how many
 */
export async function adoptUnrouted(
  rabbit: Rabbit,
  queue: string,
  types: readonly string[],
): Promise<number> {
  const wanted = new Set(types);
  return sift(rabbit, UNROUTED, async (message) => {
    if (!wanted.has(message.fields.routingKey)) return false;
    await forward(rabbit, message, queue, {});
    return true;
  });
}
