import type { ConfirmChannel, Message } from 'amqplib';
import { reasonOf } from '../logging.ts';
import { withDeadline } from '../timers.ts';
import {
  LazyChannel,
  PublishRefusedError,
  type RabbitConnection,
  RabbitUnavailableError,
  unavailable,
  UnroutableError,
} from './connection.ts';
import { declareEvents, declareWithin } from './topology.ts';

/** A message to publish, and its destination. */
export interface OutgoingMessage {
  /** '' is the default exchange, whose routing key is the name of a queue. */
  exchange: string;
  routingKey: string;
  content: Buffer;
  /** Unique among the messages in flight: it identifies a returned message. */
  messageId: string;
  type?: string;
  correlationId?: string;
  headers?: Record<string, unknown>;
}

const CONFIRM_TIMEOUT_MS = 5_000;

/** Publishes persistent and mandatory messages, and waits for the broker's confirmation of each. */
export class Publisher {
  readonly #channel: LazyChannel<ConfirmChannel>;
  /** The ids of messages that the broker gave back, because no queue takes them. */
  readonly #returned = new Set<string>();
  readonly #timeoutMs: number;

  constructor(session: RabbitConnection, timeoutMs = CONFIRM_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    this.#channel = new LazyChannel(() => this.#open(session));
  }

  /**
   * Resolves when the broker has stored the message in at least one queue. Time limit 5 s, opening the channel included;
   * nothing is published after that.
   * @throws RabbitUnavailableError (the broker may have the message or not), UnroutableError, PublishRefusedError
   */
  async publish(message: OutgoingMessage): Promise<void> {
    const end = performance.now() + this.#timeoutMs;
    try {
      const channel = await withDeadline(this.#channel.get(), this.#timeoutMs, 'opening a channel');
      const confirmed = this.#confirmed(channel, message);
      await withDeadline(confirmed, end - performance.now(), 'the broker’s confirmation');
    } catch (error) {
      throw error instanceof PublishRefusedError ? error : unavailable(error);
    }
    // A message without a queue is confirmed too, after its basic.return.
    if (this.#returned.delete(message.messageId))
      throw new UnroutableError(`no queue takes ${message.routingKey} (returned by the broker)`);
  }

  async #open(session: RabbitConnection): Promise<ConfirmChannel> {
    const channel = await session.openConfirmChannel();
    await declareWithin(channel, 'the events exchange', () => declareEvents(channel));
    this.#returned.clear();
    channel.on('return', (message: Message) => {
      this.#returned.add(String(message.properties.messageId));
    });
    return channel;
  }

  #confirmed(channel: ConfirmChannel, message: OutgoingMessage): Promise<void> {
    const { exchange, routingKey, content, ...properties } = message;
    const options = {
      persistent: true,
      mandatory: true,
      contentType: 'application/cloudevents+json',
      timestamp: Math.floor(Date.now() / 1000),
      ...properties,
    };
    return new Promise((resolve, reject) => {
      channel.publish(exchange, routingKey, content, options, (error: unknown) => {
        if (error == null) resolve();
        // amqplib has no code for a refusal.
        else if (reasonOf(error) === 'message nacked')
          reject(new PublishRefusedError(`the broker refused ${routingKey}: no room`));
        else reject(new RabbitUnavailableError(reasonOf(error)));
      });
    });
  }
}
