import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, GetMessage } from 'amqplib';
import { withDeadline } from '../timers.ts';
import { attemptsOf, forward, parkedAt, reasonParked } from './retry-or-park.ts';
import type { Rabbit } from './rabbit.ts';
import { parkingQueue } from './topology.ts';

/** What an operator may see of a parked message: not its body, which may hold personal data. */
export interface ParkedMessage {
  /** The event's id, by which it can be replayed. */
  id: string;
  /** The event's type, or `unknown`. */
  type: string;
  reason: string;
  /** How often handling it had failed; 0 when the broker parked it. */
  attempts: number;
  /** RFC 3339; null when the broker parked it. */
  parkedAt: string | null;
}

/** Moves the message and resolves to true, or resolves to false to leave it. */
type Move = (message: GetMessage) => Promise<boolean>;

const CALL_TIMEOUT_MS = 5_000;
const RETURN_TIMEOUT_MS = 2_000;
const POLL_MS = 10;
/**
 * Messages moved together. When 32 or more acknowledgements of a quorum queue are pending, the broker delays further ones
 * and loses them if the channel closes: the messages would be there again (seen with RabbitMQ 3.10 and batches of 50).
 */
const BATCH = 16;

/**
 * The parked messages of a queue, in the order of parking; they stay there.
 * @param queue the consumer's main queue, e.g. `notification.mail`
 * @throws Error when there is no such queue, RabbitUnavailableError
 */
export async function listParked(rabbit: Rabbit, queue: string): Promise<ParkedMessage[]> {
  const found: ParkedMessage[] = [];
  await visitQueue(rabbit, parkingQueue(queue), async (message) => {
    found.push(describe(message));
    return false;
  });
  return found;
}

/**
 * Sends parked messages back to their queue with a new set of tries, in the order of parking; for use once the cause is
 * repaired. An event that was handled after all has no second effect.
 * @param queue the consumer's main queue, e.g. `notification.mail`
 * @param choice every parked message, unless it names one event
 * @returns how many were replayed
 * @throws Error when there is no such queue, RabbitUnavailableError; what was not replayed by then is still parked
 */
export async function replayParked(
  rabbit: Rabbit,
  queue: string,
  { eventId }: { eventId?: string } = {},
): Promise<number> {
  return visitQueue(rabbit, parkingQueue(queue), async (message) => {
    if (eventId !== undefined && idOf(message) !== eventId) return false;
    await forward(rabbit, message, queue, {});
    return true;
  });
}

function describe(message: GetMessage): ParkedMessage {
  return {
    id: idOf(message),
    type: String(message.properties.type ?? 'unknown'),
    reason: reasonParked(message),
    attempts: attemptsOf(message),
    parkedAt: parkedAt(message),
  };
}

/** The relay publishes under the event's id, and every forward keeps it. */
const idOf = (message: GetMessage): string => String(message.properties.messageId ?? 'unknown');

/**
 * Reads every message that is in the queue now, but none that arrives later (a replayed one may fail and return).
 * Moved messages are acknowledged. The others are back in the queue when this resolves or rejects; until then no other
 * reader sees them.
 * @returns how many were moved
 * @throws Error when the queue does not exist, RabbitUnavailableError, and what `move` throws
 */
async function visitQueue(rabbit: Rabbit, queue: string, move: Move): Promise<number> {
  const channel = await rabbit.openChannel();
  const counts = { moved: 0, held: 0 };
  try {
    let left = await countOf(channel, queue);
    while (left > 0) {
      const batch = await take(channel, queue, Math.min(left, BATCH));
      if (batch.length === 0) break;
      await moveAll(channel, batch, move, counts);
      left -= batch.length;
    }
    if (counts.held > 0) await putBack(channel, queue, counts.held);
    return counts.moved;
  } finally {
    await withDeadline(channel.close(), CALL_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }
}

async function take(channel: Channel, queue: string, count: number): Promise<GetMessage[]> {
  const batch: GetMessage[] = [];
  while (batch.length < count) {
    const message = await withDeadline(channel.get(queue), CALL_TIMEOUT_MS, `reading ${queue}`);
    if (message === false) break;
    batch.push(message);
  }
  return batch;
}

/** Moves a batch in its order, and waits for the broker's confirmations together: one by one would take long. */
async function moveAll(
  channel: Channel,
  batch: GetMessage[],
  move: Move,
  counts: { moved: number; held: number },
): Promise<void> {
  const moves = await Promise.allSettled(batch.map((message) => move(message)));
  for (const [index, message] of batch.entries()) {
    const result = moves[index];
    if (result?.status !== 'fulfilled') continue;
    if (result.value) channel.ack(message);
    counts[result.value ? 'moved' : 'held'] += 1;
  }
  const failed = moves.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** The broker does not confirm a nack, so poll until the messages are visible: the next reader must find them. */
async function putBack(channel: Channel, queue: string, held: number): Promise<void> {
  channel.nackAll(true);
  const end = performance.now() + RETURN_TIMEOUT_MS;
  while ((await countOf(channel, queue)) < held && performance.now() < end) await delay(POLL_MS);
}

async function countOf(channel: Channel, queue: string): Promise<number> {
  const checking = channel.checkQueue(queue);
  return (await withDeadline(checking, CALL_TIMEOUT_MS, `counting ${queue}`)).messageCount;
}
