import type { Channel } from 'amqplib';
import { withDeadline } from '../backing/index.ts';
import { UNSUBSCRIBED, UNSUBSCRIBED_LIMITS, UNSUBSCRIBED_TYPES } from './unsubscribed.ts';

/** Topic exchange of all events; the routing key is the event's type. */
export const EVENTS_EXCHANGE = 'downbeat.events';
/** Fanout behind it, and its queue: events of a type that should have a consumer, whose queue is not there (yet). */
export const UNROUTED = 'downbeat.unrouted';
/** Takes the probe messages of readiness checks; keeps only the last. */
export const CANARY_QUEUE = 'downbeat.canary';

/** Who holds its one message may look through {@link UNROUTED}. */
export const ADOPTION = 'downbeat.adoption';

const QUEUE_LIMIT = 100_000;
const DELIVERY_LIMIT = 5;
/** For queues that people look through: every look counts as a delivery, and 4.x drops after 20 by default. */
const NO_DELIVERY_LIMIT = 1_000_000;
const DECLARE_TIMEOUT_MS = 5_000;

/** Where one purpose's events wait: freshly, for their next try, and for a person. */
export interface PurposeQueues {
  main: string;
  retry: { name: string; delayMs: number }[];
  parking: string;
}

/**
 * The names of a purpose's queues.
 * @param queue the purpose, and its main queue
 * @param retryDelaysMs the pause before each further try; part of the names, since a queue's arguments are for ever
 */
export function purposeQueues(queue: string, retryDelaysMs: readonly number[]): PurposeQueues {
  return {
    main: queue,
    retry: retryDelaysMs.map((delayMs) => ({ name: `${queue}.retry.${delayMs}`, delayMs })),
    parking: parkingQueue(queue),
  };
}

/** The name of the queue where a purpose's events wait for a person. */
export function parkingQueue(queue: string): string {
  return `${queue}.parking`;
}

/**
 * Declares what every publisher needs: the exchange, the bounded queue for what nobody takes, and the one for what
 * nobody is expected to take.
 */
export async function declareEvents(channel: Channel): Promise<void> {
  await channel.assertExchange(UNROUTED, 'fanout', { durable: true });
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true, alternateExchange: UNROUTED });
  await assertQuorumQueue(channel, UNROUTED, {
    'x-max-length': QUEUE_LIMIT,
    'x-overflow': 'drop-head',
    'x-delivery-limit': NO_DELIVERY_LIMIT,
  });
  await channel.bindQueue(UNROUTED, UNROUTED, '');
  await assertQuorumQueue(channel, UNSUBSCRIBED, UNSUBSCRIBED_LIMITS);
  for (const type of UNSUBSCRIBED_TYPES) await channel.bindQueue(UNSUBSCRIBED, EVENTS_EXCHANGE, type);
  await assertQuorumQueue(channel, CANARY_QUEUE, { 'x-max-length': 1, 'x-overflow': 'drop-head' });
}

/**
 * Declares the queue whose one message says whose turn it is; see `alone`. A classic one: it keeps nothing that could be
 * lost, and a quorum queue that two declare at once may not be there yet for the second, whose connection RabbitMQ 3.10
 * then closes (541) when it consumes.
 */
export async function declareAdoption(channel: Channel): Promise<void> {
  const args = {
    'x-queue-type': 'classic',
    'x-max-length': 1,
    'x-overflow': 'drop-head',
    'x-single-active-consumer': true,
  };
  await channel.assertQueue(ADOPTION, { durable: true, arguments: args });
}

/**
 * Declares the queues of one purpose and binds the main one to the event types. All are quorum queues with
 * arguments that RabbitMQ 3.10 and 4.x both take. A full queue refuses, so that the outbox keeps what has no room.
 */
export async function declarePurpose(
  channel: Channel,
  queues: PurposeQueues,
  types: readonly string[],
): Promise<void> {
  const bounded = { 'x-max-length': QUEUE_LIMIT, 'x-overflow': 'reject-publish' };
  await assertQuorumQueue(channel, queues.parking, { ...bounded, 'x-delivery-limit': NO_DELIVERY_LIMIT });
  await assertQuorumQueue(channel, queues.main, {
    ...bounded,
    'x-delivery-limit': DELIVERY_LIMIT,
    ...deadLetterTo(queues.parking),
  });
  for (const { name, delayMs } of queues.retry) {
    await assertQuorumQueue(channel, name, {
      ...bounded,
      'x-message-ttl': delayMs,
      ...deadLetterTo(queues.main),
    });
  }
  for (const type of types) await channel.bindQueue(queues.main, EVENTS_EXCHANGE, type);
}

/** Arguments of a queue whose expired and given-up messages go to `queue`. At-least-once: the message stays where it is until the next queue has confirmed it. Needs reject-publish. */
function deadLetterTo(queue: string): Record<string, string> {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
  };
}

async function assertQuorumQueue(
  channel: Channel,
  name: string,
  args: Record<string, unknown>,
): Promise<void> {
  const declared = channel.assertQueue(name, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', ...args },
  });
  await withDeadline(declared, DECLARE_TIMEOUT_MS, `declaring the queue ${name}`);
}

/** Runs declarations within a time limit; when they fail the channel is closed, for it may be half set up. */
export async function declareWithin(
  channel: Channel,
  what: string,
  declare: () => Promise<void>,
): Promise<void> {
  try {
    await withDeadline(declare(), 4 * DECLARE_TIMEOUT_MS, `declaring ${what}`);
  } catch (error) {
    void channel.close().catch(() => undefined);
    throw error;
  }
}
