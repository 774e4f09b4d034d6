import type { Channel, ConsumeMessage } from 'amqplib';
import { type Log, reasonOf, withDeadline } from '../backing/index.ts';
import {
  declareEvents,
  declarePurpose,
  declareWithin,
  type PurposeQueues,
  type Rabbit,
} from '../rabbit/index.ts';

export interface SubscriptionOptions {
  rabbit: Rabbit;
  queues: PurposeQueues;
  types: readonly string[];
  prefetch: number;
  logger: Log;
  onMessage(channel: Channel, message: ConsumeMessage): void;
  onSubscribed(): Promise<unknown>;
}

const CONSUME_TIMEOUT_MS = 5_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;

/** Keeps one consumer subscribed: again after every connect, closed channel and cancellation by the broker. */
export class Subscription {
  readonly #options: SubscriptionOptions;
  #channel: Channel | null = null;
  #consumerTag: string | null = null;
  #subscribing = false;
  #stopped = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  get subscribed(): boolean {
    return this.#consumerTag !== null;
  }

  start(): void {
    this.#unlisten = this.#options.rabbit.onConnect(() => void this.#ensure());
  }

  /** No more messages; those delivered may still be settled on the channel. */
  async cancel(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    clearTimeout(this.#timer);
    const [channel, tag] = [this.#channel, this.#consumerTag];
    this.#consumerTag = null;
    if (channel === null || tag === null) return;
    await withDeadline(channel.cancel(tag), CONSUME_TIMEOUT_MS, 'cancelling a consumer').catch(
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const channel = this.#channel;
    this.#channel = null;
    if (channel === null) return;
    await withDeadline(channel.close(), CONSUME_TIMEOUT_MS, 'closing a channel').catch(() => undefined);
  }

  async #ensure(): Promise<void> {
    if (this.#subscribing || this.#stopped || this.subscribed || !this.#options.rabbit.connected) return;
    this.#subscribing = true;
    try {
      await this.#subscribe();
      this.#failures = 0;
    } catch (error) {
      this.#options.logger.warn({ reason: reasonOf(error) }, 'could not subscribe');
      this.#failures += 1;
    } finally {
      this.#subscribing = false;
    }
    if (!this.subscribed) this.#ensureLater();
  }

  async #subscribe(): Promise<void> {
    const { rabbit, queues, types, prefetch, logger, onMessage, onSubscribed } = this.#options;
    const channel = await rabbit.openChannel();
    channel.once('close', () => this.#lost(channel));
    await declareWithin(channel, `the queues of ${queues.main}`, async () => {
      await declareEvents(channel);
      await declarePurpose(channel, queues, types);
      await channel.prefetch(prefetch);
    });
    this.#channel = channel;
    const receive = (message: ConsumeMessage | null) => {
      // Null: the broker cancelled the consumer, because its queue was deleted or moved.
      if (message === null) this.#lost(channel);
      else onMessage(channel, message);
    };
    const consuming = channel.consume(queues.main, receive);
    const { consumerTag } = await withDeadline(consuming, CONSUME_TIMEOUT_MS, 'subscribing');
    if (this.#channel === channel) this.#consumerTag = consumerTag;
    logger.info({ types }, 'subscribed');
    await onSubscribed();
  }

  #lost(channel: Channel): void {
    if (this.#channel !== channel) return;
    this.#channel = null;
    this.#consumerTag = null;
    void channel.close().catch(() => undefined);
    this.#ensureLater();
  }

  #ensureLater(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#timer = setTimeout(() => void this.#ensure(), delayMs);
  }
}
