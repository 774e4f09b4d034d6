import { setTimeout as delay } from 'node:timers/promises';
import { type Log, reasonOf } from '../backing/index.ts';
import { EVENTS_EXCHANGE, type Rabbit, UNROUTED, UNSUBSCRIBED_TYPES } from '../rabbit/index.ts';
import { alone } from './alone.ts';
import { republish } from './settle.ts';
import { sift } from './sift.ts';

/** Pauses before the second, third, ... look, when one failed midway. */
const PAUSES_MS = [1_000, 5_000, 15_000, 60_000];

/**
 * Adopts, and looks again where that fails midway, a bounded number of times: a broker that was slow for a moment
 * leaves nothing behind. Never rejects.
 * @param types the event types of a queue that is bound to them
 * @param subscribed false ends it: the next subscription looks again
 */
export async function keepAdopting(
  rabbit: Rabbit,
  types: readonly string[],
  logger: Log,
  subscribed: () => boolean,
): Promise<void> {
  for (const pauseMs of [...PAUSES_MS, null]) {
    try {
      const adopted = await adoptUnrouted(rabbit, types);
      if (adopted > 0) logger.info({ adopted }, 'took over events published before this queue was there');
      return;
    } catch (error) {
      logger.warn({ reason: reasonOf(error), pauseMs }, 'could not look for all earlier events');
    }
    if (pauseMs !== null) await delay(pauseMs, undefined, { ref: false });
    if (!subscribed()) return;
  }
}

/**
 * Brings events home that were published before anybody had a queue for their type: a service may start long
 * before the one that consumes its events does for the first time. They are published once more, so that every queue
 * that is bound to the type by now gets them. One consumer at a time looks through what waits, because what one holds
 * the others do not see; so each finds all of its own, in their order.
 * @param types the event types of a queue that is bound to them
 * @returns how many
 */
export async function adoptUnrouted(rabbit: Rabbit, types: readonly string[]): Promise<number> {
  const wanted = new Set(types);
  // Those have a queue too, where they got to before it was there.
  const tidied = new Set<string>(UNSUBSCRIBED_TYPES);
  let adopted = 0;
  await alone(rabbit, () =>
    sift(rabbit, UNROUTED, async (message) => {
      const type = message.fields.routingKey;
      if (!wanted.has(type) && !tidied.has(type)) return false;
      await republish(rabbit, message, { exchange: EVENTS_EXCHANGE, routingKey: type });
      if (wanted.has(type)) adopted += 1;
      return true;
    }),
  );
  return adopted;
}
