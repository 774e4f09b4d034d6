import type { Channel } from 'amqplib';
import { withDeadline } from '../backing/index.ts';
import { newId } from '../ids/index.ts';
import {
  declareAdoption,
  declareWithin,
  type Rabbit,
  ADOPTION,
  RabbitUnavailableError,
} from '../rabbit/index.ts';

const CALL_TIMEOUT_MS = 5_000;
/** Whoever waits longer gives up its place: the one whose turn it is may be stuck, and the caller can ask again. */
const TURN_TIMEOUT_MS = 60_000;

/**
 * Runs `work` while nobody else does, in this process or in another: the broker delivers to one consumer of the queue
 * at a time ("single active consumer"), in the order of their coming, and to the next one when that one is gone,
 * however it went.
 * @param turnMs how long to wait for the turn
 * @throws RabbitUnavailableError when the broker goes away before the turn has come, DeadlineError when it does not come in
 * time, and what `work` throws
 */
export async function alone<T>(rabbit: Rabbit, work: () => Promise<T>, turnMs = TURN_TIMEOUT_MS): Promise<T> {
  const channel = await rabbit.openChannel();
  try {
    await declareWithin(channel, ADOPTION, () => declareAdoption(channel));
    await turn(rabbit, channel, turnMs);
    return await work();
  } finally {
    await withDeadline(channel.close(), CALL_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }
}

/** Resolves once the token is ours; it goes on to the next when the channel closes, never having been acknowledged. */
async function turn(rabbit: Rabbit, channel: Channel, turnMs: number): Promise<void> {
  const { promise: ours, resolve, reject } = Promise.withResolvers<undefined>();
  // The channel may close before anybody waits for this.
  ours.catch(() => undefined);
  channel.once('close', () => reject(new RabbitUnavailableError('the channel closed')));
  await withDeadline(channel.prefetch(1), CALL_TIMEOUT_MS, 'limiting a consumer');
  const consuming = channel.consume(ADOPTION, () => resolve(undefined));
  await withDeadline(consuming, CALL_TIMEOUT_MS, `waiting in ${ADOPTION}`);
  // Everybody brings a token, so that there is one; the queue keeps one, and one holder holds at most one.
  const token = { exchange: '', routingKey: ADOPTION, content: Buffer.from('{}'), messageId: newId() };
  await rabbit.publish(token);
  await withDeadline(ours, turnMs, `the turn in ${ADOPTION}`);
}
