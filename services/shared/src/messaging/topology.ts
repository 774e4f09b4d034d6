import type { Channel } from 'amqplib';
import type { DownbeatEvent } from '../generated/events.schemas.gen.ts';
import { withDeadline } from '../timers.ts';

type EventType = DownbeatEvent['type'];

/** Topic exchange of all events; the routing key is the event's type. */
export const EVENTS_EXCHANGE = 'downbeat.events';

/**
 * The main queue of every consumer, and the event types that it is bound to. The first service that connects declares
 * them all, so an event that is published before its consumer has ever started waits for it.
 */
export const SUBSCRIPTIONS: Readonly<Record<string, readonly EventType[]>> = {
  'music.accounts': ['downbeat.session.revoked.v1', 'downbeat.user.renamed.v1'],
  'notification.mail': [
    'downbeat.user.registered.v1',
    'downbeat.user.verification-requested.v1',
    'downbeat.user.email-verified.v1',
    'downbeat.user.password-reset-requested.v1',
    'downbeat.user.password-changed.v1',
  ],
  // Of its own: an instance of a version before it takes no event that it does not know.
  'notification.releases': [
    'downbeat.user.release-mails-chosen.v1',
    'downbeat.user.renamed.v1',
    'downbeat.artist.released.v1',
  ],
  'notification.sessions': ['downbeat.session.revoked.v1'],
};

/** Event types that no service consumes yet. They are expected in {@link UNSUBSCRIBED}, not in {@link UNROUTED}. */
const UNSUBSCRIBED_TYPES: readonly EventType[] = ['downbeat.track.published.v1'];

/** Holds the events that no service consumes yet, for a person to look at: the last 10,000 of seven days. */
export const UNSUBSCRIBED = 'downbeat.unsubscribed';

/** Fanout exchange and queue for events that no queue is bound to: of a type that this release does not know. */
export const UNROUTED = 'downbeat.unrouted';

/** Takes the probe messages of readiness checks, and keeps only the last. */
export const CANARY_QUEUE = 'downbeat.canary';

const QUEUE_LIMIT = 100_000;
const DELIVERY_LIMIT = 5;
/** For queues that people look through: every look counts as a delivery, and RabbitMQ 4 drops after 20 by default. */
const NO_DELIVERY_LIMIT = 1_000_000;
const UNSUBSCRIBED_LIMIT = 10_000;
const UNSUBSCRIBED_TTL_MS = 7 * 24 * 3_600_000;
const DECLARE_TIMEOUT_MS = 5_000;

const BOUNDED = { 'x-max-length': QUEUE_LIMIT, 'x-overflow': 'reject-publish' };

/** The queues of one consumer: for new events, for events that wait for their next try, and for parked events. */
export interface ConsumerQueues {
  main: string;
  retry: { name: string; delayMs: number }[];
  parking: string;
}

/**
 * The names of a consumer's queues.
 * @param queue name of the main queue
 * @param retryDelaysMs the pause before each further try; part of the names, because a queue's arguments cannot change
 */
export function consumerQueues(queue: string, retryDelaysMs: readonly number[]): ConsumerQueues {
  return {
    main: queue,
    retry: retryDelaysMs.map((delayMs) => ({ name: `${queue}.retry.${delayMs}`, delayMs })),
    parking: parkingQueue(queue),
  };
}

/** The name of the queue in which a consumer's failed events wait for an operator. */
export function parkingQueue(queue: string): string {
  return `${queue}.parking`;
}

/** Declares what every publisher needs: the exchanges, and every queue that an event can be routed to. */
export async function declareEvents(channel: Channel): Promise<void> {
  await channel.assertExchange(UNROUTED, 'fanout', { durable: true });
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true, alternateExchange: UNROUTED });
  await assertQuorumQueue(channel, UNROUTED, {
    'x-max-length': QUEUE_LIMIT,
    'x-overflow': 'drop-head',
    'x-delivery-limit': NO_DELIVERY_LIMIT,
  });
  await channel.bindQueue(UNROUTED, UNROUTED, '');
  await assertQuorumQueue(channel, UNSUBSCRIBED, {
    'x-max-length': UNSUBSCRIBED_LIMIT,
    'x-message-ttl': UNSUBSCRIBED_TTL_MS,
    'x-overflow': 'drop-head',
  });
  await bindAll(channel, UNSUBSCRIBED, UNSUBSCRIBED_TYPES);
  await assertQuorumQueue(channel, CANARY_QUEUE, { 'x-max-length': 1, 'x-overflow': 'drop-head' });
  for (const [queue, types] of Object.entries(SUBSCRIPTIONS))
    await declareSubscription(channel, queue, types);
}

/** Declares the queues of one consumer and binds the main one to the event types. */
export async function declareConsumerQueues(
  channel: Channel,
  { main, retry }: ConsumerQueues,
  types: readonly string[],
): Promise<void> {
  await declareSubscription(channel, main, types);
  for (const { name, delayMs } of retry) {
    await assertQuorumQueue(channel, name, { ...BOUNDED, 'x-message-ttl': delayMs, ...deadLetterTo(main) });
  }
}

/**
 * The main queue and its parking. All are quorum queues with arguments that RabbitMQ 3.10 and 4.x both accept. A full queue
 * refuses messages, so the outbox keeps what has no room.
 */
async function declareSubscription(channel: Channel, main: string, types: readonly string[]): Promise<void> {
  const parking = parkingQueue(main);
  await assertQuorumQueue(channel, parking, { ...BOUNDED, 'x-delivery-limit': NO_DELIVERY_LIMIT });
  await assertQuorumQueue(channel, main, {
    ...BOUNDED,
    'x-delivery-limit': DELIVERY_LIMIT,
    ...deadLetterTo(parking),
  });
  await bindAll(channel, main, types);
}

async function bindAll(channel: Channel, queue: string, types: readonly string[]): Promise<void> {
  for (const type of types) await channel.bindQueue(queue, EVENTS_EXCHANGE, type);
}

/**
 * Arguments of a queue whose expired and given-up messages go to `queue`. At least once: a message stays where it is until
 * the next queue has confirmed it. This strategy requires reject-publish.
 */
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

/** Runs declarations within a time limit. When they fail the channel is closed, because it may be half set up. */
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
