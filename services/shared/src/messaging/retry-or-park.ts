// Where a message goes after it was processed. processor.ts says which failures are final (park) and which are not (retry);
// here a failed message is sent to the next retry queue, or parked after the last one.
import type { Channel, Message } from 'amqplib';
import { newId } from '../ids.ts';
import { type Logger, reasonOf } from '../logging.ts';
import { firstCharacters } from '../text.ts';
import type { Disposition } from './processor.ts';
import type { Rabbit } from './rabbit.ts';
import type { ConsumerQueues } from './topology.ts';

/** Headers that the dashboard shows with a parked message. */
const ATTEMPTS = 'x-downbeat-attempts';
const REASON = 'x-downbeat-reason';
const PARKED_AT = 'x-downbeat-parked-at';
const REASON_LENGTH = 1_000;

/** Where a message can be sent next. */
interface Destinations {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  logger: Logger;
}

/** The result of one delivery; `returned`: back in its own queue, because the next queue could not be reached. */
export type Outcome = 'handled' | 'duplicates' | 'retried' | 'parked' | 'returned';

/**
 * Acknowledges a message once it is handled, or stored in its next queue. When that queue cannot be reached, the message is
 * rejected back into its own queue, where x-delivery-limit limits how often that happens.
 */
export async function acknowledge(
  destinations: Destinations,
  channel: Channel,
  message: Message,
  disposition: Disposition,
): Promise<Outcome> {
  try {
    const outcome = await retryOrPark(destinations, message, disposition);
    channel.ack(message);
    return outcome;
  } catch (error) {
    destinations.logger.warn({ reason: reasonOf(error) }, 'a message goes back to its queue');
    try {
      channel.reject(message, true);
    } catch {
      // On a closed channel there is nothing to reject: the broker has taken the message back.
    }
    return 'returned';
  }
}

async function retryOrPark(
  { rabbit, queues, logger }: Destinations,
  message: Message,
  disposition: Disposition,
): Promise<Outcome> {
  if (disposition.kind === 'done') return 'handled';
  if (disposition.kind === 'duplicate') return 'duplicates';
  const { kind, reason } = disposition;
  const attempts = attemptsOf(message) + 1;
  const retry = kind === 'retry' ? queues.retry[attempts - 1] : undefined;
  const headers = retryHeaders(attempts, reason);
  if (retry !== undefined) {
    const { name, delayMs } = retry;
    logger.warn({ reason, attempts, delayMs }, 'an event failed; trying again later');
    await forward(rabbit, message, name, headers);
    return 'retried';
  }
  logger.error({ reason, attempts }, 'an event was parked');
  await forward(rabbit, message, queues.parking, { ...headers, [PARKED_AT]: new Date().toISOString() });
  return 'parked';
}

/** Publishes the same message to another queue, with these headers only, and waits for the confirmation. */
export async function forward(
  rabbit: Rabbit,
  message: Message,
  queue: string,
  headers: Record<string, unknown>,
): Promise<void> {
  const { messageId, type, correlationId } = message.properties as {
    messageId?: unknown;
    type?: unknown;
    correlationId?: unknown;
  };
  await rabbit.publish({
    exchange: '',
    routingKey: queue,
    headers,
    content: message.content,
    messageId: typeof messageId === 'string' && messageId !== '' ? messageId : newId(),
    ...(typeof type === 'string' && { type }),
    ...(typeof correlationId === 'string' && { correlationId }),
  });
}

/**
 * The headers of a message that waits for its next try.
 * @param reason of the last failure, for the operator; cut at 1,000 characters
 */
export function retryHeaders(attempts: number, reason: string): Record<string, unknown> {
  return { [ATTEMPTS]: attempts, [REASON]: firstCharacters(reason, REASON_LENGTH) };
}

/** How often handling this message has failed. */
export function attemptsOf(message: Message): number {
  const value: unknown = message.properties.headers?.[ATTEMPTS];
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** Why a message was parked; the broker's own reason when the broker parked it. */
export function reasonParked(message: Message): string {
  const headers = message.properties.headers;
  const own: unknown = headers?.[REASON];
  if (typeof own === 'string') return own;
  return headers?.['x-first-death-reason'] ?? 'unknown';
}

/** When a message was parked, in RFC 3339; null when the broker parked it. */
export function parkedAt(message: Message): string | null {
  const value: unknown = message.properties.headers?.[PARKED_AT];
  return typeof value === 'string' ? value : null;
}
