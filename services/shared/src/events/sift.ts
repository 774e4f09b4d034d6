import type { Channel, GetMessage } from 'amqplib';
import { withDeadline } from '../backing/index.ts';
import type { Rabbit } from '../rabbit/index.ts';

const CALL_TIMEOUT_MS = 5_000;

/** Moves the message elsewhere and resolves to true, or to false to leave it. */
type Move = (message: GetMessage) => Promise<boolean>;

/**
 * Goes through the messages of `queue` until none is left to look at. What was moved is acknowledged; the others
 * are held meanwhile and go back when the channel closes, as does everything when this dies midway. A message that
 * comes back while we look, because it failed again, is left.
 * @returns how many were moved
 */
export async function sift(rabbit: Rabbit, queue: string, move: Move): Promise<number> {
  const channel = await rabbit.openChannel();
  try {
    return await siftOpen(channel, queue, move);
  } finally {
    await withDeadline(channel.close(), CALL_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }
}

async function siftOpen(channel: Channel, queue: string, move: Move): Promise<number> {
  const moved = new Set<unknown>();
  for (;;) {
    const message = await withDeadline(channel.get(queue), CALL_TIMEOUT_MS, `reading ${queue}`);
    if (message === false) return moved.size;
    const id: unknown = message.properties.messageId ?? message.fields.deliveryTag;
    if (moved.has(id) || !(await move(message))) continue;
    channel.ack(message);
    moved.add(id);
  }
}
