import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, GetMessage } from 'amqplib';
import { withDeadline } from '../timers.ts';
import type { Rabbit } from './rabbit.ts';

const CALL_TIMEOUT_MS = 5_000;
const RETURN_TIMEOUT_MS = 2_000;
const POLL_MS = 10;
/**
 * Messages moved together. From 32 acknowledgements on the way to a quorum queue the broker keeps further ones back, and
 * forgets those when the channel closes: the messages would be there again (seen with RabbitMQ 3.10 and batches of 50).
 */
const BATCH = 16;

/** Moves the message elsewhere and resolves to true, or to false to leave it. */
type Move = (message: GetMessage) => Promise<boolean>;

interface Drained {
  moved: number;
  held: number;
}

/**
 * Looks at each message that is in `queue` now; what arrives meanwhile, such as one that was moved and failed again, is
 * left. What was moved is acknowledged; the others are held, unseen by anybody else, and are back when this resolves, or
 * when it dies midway.
 * @returns how many were moved
 * @throws Error when the queue does not exist, RabbitUnavailableError, and what `move` throws
 */
export async function drainQueue(rabbit: Rabbit, queue: string, move: Move): Promise<number> {
  const channel = await rabbit.openChannel();
  try {
    const { moved, held } = await drainOpen(channel, queue, move);
    if (held > 0) await putBack(channel, queue, held);
    return moved;
  } finally {
    await withDeadline(channel.close(), CALL_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }
}

async function drainOpen(channel: Channel, queue: string, move: Move): Promise<Drained> {
  const drained = { moved: 0, held: 0 };
  let left = await countOf(channel, queue);
  while (left > 0) {
    const batch = await take(channel, queue, Math.min(left, BATCH));
    if (batch.length === 0) break;
    await moveAll(channel, batch, move, drained);
    left -= batch.length;
  }
  return drained;
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

/** Together, in their order: each waits for the broker's confirmation, which takes long when waited for one by one. */
async function moveAll(channel: Channel, batch: GetMessage[], move: Move, drained: Drained): Promise<void> {
  const moves = await Promise.allSettled(batch.map((message) => move(message)));
  for (const [index, message] of batch.entries()) {
    const result = moves[index];
    if (result?.status !== 'fulfilled') continue;
    if (result.value) channel.ack(message);
    drained[result.value ? 'moved' : 'held'] += 1;
  }
  const failed = moves.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** The broker does not say when it has them back, so poll until they are visible: the next reader must find them. */
async function putBack(channel: Channel, queue: string, held: number): Promise<void> {
  channel.nackAll(true);
  const end = performance.now() + RETURN_TIMEOUT_MS;
  while ((await countOf(channel, queue)) < held && performance.now() < end) await delay(POLL_MS);
}

async function countOf(channel: Channel, queue: string): Promise<number> {
  const checking = channel.checkQueue(queue);
  return (await withDeadline(checking, CALL_TIMEOUT_MS, `counting ${queue}`)).messageCount;
}
