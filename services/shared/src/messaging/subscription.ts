import type { Channel, ConsumeMessage } from 'amqplib';
import { type Logger, reasonOf } from '../logging.ts';
import { withDeadline } from '../timers.ts';
import { RabbitUnavailableError } from './connection.ts';
import type { Rabbit } from './rabbit.ts';
import { declareEvents, declareConsumerQueues, declareWithin, type ConsumerQueues } from './topology.ts';

interface SubscriptionOptions {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  types: readonly string[];
  prefetch: number;
  logger: Logger;
  onMessage: (channel: Channel, message: ConsumeMessage) => void;
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
  #suspended = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #stopListening: () => void;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#stopListening = options.rabbit.onConnect(() => void this.#ensure());
  }

  get subscribed(): boolean {
    return this.#consumerTag !== null;
  }

  /** Closes the channel: the broker takes back its messages, and delivers none until `resume`. */
  suspend(): void {
    this.#suspended = true;
    if (this.#channel !== null) this.#lost(this.#channel);
  }

  resume(): void {
    this.#suspended = false;
    void this.#ensure();
  }

  /** Stops deliveries; delivered messages can still be acknowledged. Never rejects, and takes at most `limitMs`. */
  async cancel(limitMs: number): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    clearTimeout(this.#timer);
    const [channel, tag] = [this.#channel, this.#consumerTag];
    this.#consumerTag = null;
    if (channel === null || tag === null) return;
    await withDeadline(channel.cancel(tag), limitMs, 'cancelling a consumer').catch(() => undefined);
  }

  /** Closes the channel: the broker takes back unacknowledged messages. Never rejects, and takes at most `limitMs`. */
  async close(limitMs: number): Promise<void> {
    const channel = this.#channel;
    this.#channel = null;
    if (channel === null) return;
    await withDeadline(channel.close(), limitMs, 'closing a channel').catch(() => undefined);
  }

  async #ensure(): Promise<void> {
    const { rabbit, logger } = this.#options;
    if (this.#subscribing || this.#isHalted() || this.subscribed || !rabbit.connected) return;
    this.#subscribing = true;
    try {
      await this.#subscribe();
      this.#failures = 0;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'could not subscribe; trying again');
      this.#failures += 1;
      this.#ensureLater();
    } finally {
      this.#subscribing = false;
    }
  }

  async #subscribe(): Promise<void> {
    const { rabbit, queues, types, prefetch, logger, onMessage } = this.#options;
    const channel = await rabbit.openChannel();
    channel.once('close', () => this.#lost(channel));
    await declareWithin(channel, `the queues of ${queues.main}`, async () => {
      await declareEvents(channel);
      await declareConsumerQueues(channel, queues, types);
      await channel.prefetch(prefetch);
    });
    this.#channel = channel;
    const consuming = channel.consume(queues.main, (message) => {
      // Null: the broker cancelled the consumer, because its queue was deleted or moved.
      if (message === null) this.#lost(channel);
      else onMessage(channel, message);
    });
    try {
      const { consumerTag } = await withDeadline(consuming, CONSUME_TIMEOUT_MS, 'subscribing');
      // The channel may have been lost in the same tick in which the broker confirmed the subscription.
      if (this.#channel !== channel) throw new RabbitUnavailableError('the channel was lost at once');
      this.#consumerTag = consumerTag;
    } catch (error) {
      this.#lost(channel);
      throw error;
    }
    if (this.#isHalted()) {
      this.#lost(channel);
      return;
    }
    logger.info({ types }, 'subscribed');
  }

  #isHalted(): boolean {
    return this.#stopped || this.#suspended;
  }

  #lost(channel: Channel): void {
    if (this.#channel !== channel) return;
    this.#channel = null;
    this.#consumerTag = null;
    void channel.close().catch(() => undefined);
    this.#ensureLater();
  }

  #ensureLater(): void {
    if (this.#isHalted()) return;
    clearTimeout(this.#timer);
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#timer = setTimeout(() => void this.#ensure(), delayMs);
  }
}
