import type { Channel, Message } from 'amqplib';
import { newId } from '../ids.ts';
import { type Logger, reasonOf } from '../logging.ts';
import { attemptsOf, parkedHeaders, retryHeaders } from './headers.ts';
import type { Disposition } from './processor.ts';
import type { OutgoingMessage } from './publisher.ts';
import type { Rabbit } from './rabbit.ts';
import type { ConsumerQueues } from './topology.ts';

/** Where a message can go. */
export interface Settlement {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  logger: Logger;
}

/** What became of one delivery; `returned`: back into its own queue, because the next could not be reached. */
export type Outcome = 'handled' | 'duplicates' | 'retried' | 'parked' | 'returned';

/**
 * Carries out the verdict: the message is acknowledged only once it is handled, or safe in its next queue. When
 * that cannot be reached it is rejected back into its own queue, where x-delivery-limit bounds how often.
 */
export async function acknowledge(
  to: Settlement,
  channel: Channel,
  message: Message,
  verdict: Disposition,
): Promise<Outcome> {
  try {
    const outcome = await carryOut(to, message, verdict);
    channel.ack(message);
    return outcome;
  } catch (error) {
    to.logger.warn({ reason: reasonOf(error) }, 'a message goes back to its queue');
    rejectQuietly(channel, message);
    return 'returned';
  }
}

async function carryOut(to: Settlement, message: Message, verdict: Disposition): Promise<Outcome> {
  if (verdict.kind === 'done') return 'handled';
  if (verdict.kind === 'duplicate') return 'duplicates';
  const attempts = attemptsOf(message) + 1;
  const next = verdict.kind === 'retry' ? to.queues.retry[attempts - 1] : undefined;
  if (next !== undefined) {
    to.logger.warn(
      { reason: verdict.reason, attempts, delayMs: next.delayMs },
      'an event failed; trying again later',
    );
    await forward(to.rabbit, message, next.name, retryHeaders(attempts, verdict.reason));
    return 'retried';
  }
  to.logger.error({ reason: verdict.reason, attempts }, 'an event was parked');
  await forward(to.rabbit, message, to.queues.parking, parkedHeaders(attempts, verdict.reason));
  return 'parked';
}

/** Publishes the same body to `queue` and waits for the confirmation. Headers other than these are left behind. */
export async function forward(
  rabbit: Rabbit,
  message: Message,
  queue: string,
  headers: Record<string, unknown>,
): Promise<void> {
  await republish(rabbit, message, { exchange: '', routingKey: queue, headers });
}

/** Publishes the same body, of the same id, type and correlation id, elsewhere, and waits for the confirmation. */
export async function republish(
  rabbit: Rabbit,
  message: Message,
  to: Pick<OutgoingMessage, 'exchange' | 'routingKey' | 'headers'>,
): Promise<void> {
  const { type, correlationId } = message.properties as { type?: unknown; correlationId?: unknown };
  await rabbit.publish({
    ...to,
    content: message.content,
    messageId: messageIdOf(message),
    ...(typeof type === 'string' && { type }),
    ...(typeof correlationId === 'string' && { correlationId }),
  });
}

function messageIdOf(message: Message): string {
  const id: unknown = message.properties.messageId;
  return typeof id === 'string' && id !== '' ? id : newId();
}

/** On a closed channel there is nothing left to reject: the broker has the message back already. */
function rejectQuietly(channel: Channel, message: Message): void {
  try {
    channel.reject(message, true);
  } catch {
    // Closed.
  }
}
