import type { GetMessage } from 'amqplib';
import { forward } from './acknowledge.ts';
import { drainQueue } from './drain-queue.ts';
import { attemptsOf, parkedAt, reasonParked } from './headers.ts';
import type { Rabbit } from './rabbit.ts';
import { parkingQueue } from './topology.ts';

/** What may be told of a parked message: not its body, which may hold what nobody should read. */
export interface ParkedMessage {
  /** The event's id, by which it can be replayed. */
  id: string;
  /** The event's type, as far as the message tells. */
  type: string;
  reason: string;
  /** How often handling it had failed; 0 when the broker parked it itself. */
  attempts: number;
  /** RFC 3339; null when the broker parked it itself. */
  parkedAt: string | null;
}

/** What to replay; everything unless given. */
export interface ReplayChoice {
  /** The event with this id only. */
  eventId?: string;
}

/**
 * The parked messages of a purpose, in the order of parking; they stay there.
 * @param queue the purpose's queue, e.g. `notification.mail`
 * @throws Error when there is no such queue, RabbitUnavailableError
 */
export async function listParked(rabbit: Rabbit, queue: string): Promise<ParkedMessage[]> {
  const found: ParkedMessage[] = [];
  await drainQueue(rabbit, parkingQueue(queue), async (message) => {
    found.push(describe(message));
    return false;
  });
  return found;
}

/**
 * Gives parked messages of a purpose a fresh set of tries, in the order of parking; for use once the cause is
 * mended. An event that had been handled after all stays handled once.
 * @param queue the purpose's queue, e.g. `notification.mail`
 * @returns how many were replayed
 * @throws Error when there is no such queue, RabbitUnavailableError; what was not replayed by then is still parked
 */
export async function replayParked(
  rabbit: Rabbit,
  queue: string,
  { eventId }: ReplayChoice = {},
): Promise<number> {
  return drainQueue(rabbit, parkingQueue(queue), async (message) => {
    if (eventId !== undefined && idOf(message) !== eventId) return false;
    await forward(rabbit, message, queue, {});
    return true;
  });
}

function describe(message: GetMessage): ParkedMessage {
  const type: unknown = message.properties.type;
  return {
    id: idOf(message),
    type: typeof type === 'string' ? type : 'unknown',
    reason: reasonParked(message),
    attempts: attemptsOf(message),
    parkedAt: parkedAt(message),
  };
}

/** The relay publishes under the event's id, and no hop changes it. */
function idOf(message: GetMessage): string {
  const id: unknown = message.properties.messageId;
  return typeof id === 'string' ? id : 'unknown';
}
