import type { Channel, GetMessage } from 'amqplib';
import { withDeadline } from '../backing/index.ts';
import type { Rabbit } from '../rabbit/index.ts';

const CALL_TIMEOUT_MS = 5_000;

/**
 * Takes each message that is in `queue` now, once, and acknowledges it when `move` resolved to true; the others go
 * back. Closing the channel gives back whatever was not acknowledged, so nothing is lost midway.
 * @returns how many were moved
 */
export async function sift(rabbit: Rabbit, queue: string, move: (message: GetMessage) => Promise<boolean>) {
  const channel = await rabbit.openChannel();
  try {
    const { messageCount } = await withDeadline(
      channel.checkQueue(queue),
      CALL_TIMEOUT_MS,
      `looking at ${queue}`,
    );
    return await siftOpen(channel, queue, messageCount, move);
  } finally {
    await withDeadline(channel.close(), CALL_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }
}

async function siftOpen(
  channel: Channel,
  queue: string,
  count: number,
  move: (m: GetMessage) => Promise<boolean>,
) {
  let moved = 0;
  for (let seen = 0; seen < count; seen += 1) {
    const message = await withDeadline(channel.get(queue), CALL_TIMEOUT_MS, `reading ${queue}`);
    if (message === false) break;
    if (!(await move(message))) continue;
    channel.ack(message);
    moved += 1;
  }
  return moved;
}
