import type { Channel, ConsumeMessage } from 'amqplib';
import type { Registry } from '@prometheus-io/client';
import type { Db, MongoClient } from 'mongodb';
import { type Logger, reasonOf, silentLogger } from '../logging.ts';
import { ensureIndexes } from '../mongo.ts';
import { withDeadline } from '../timers.ts';
import { DatabasePause } from './database-pause.ts';
import { acknowledge, type Outcome } from './retry-or-park.ts';
import { type Parsed, parseEvent } from './events.ts';
import { registerConsumerMetrics } from './metrics.ts';
import {
  type BatchResult,
  type Disposition,
  eventLogger,
  type EventHandlers,
  type MessageProcessorDeps,
  processMessage,
  processTogether,
} from './processor.ts';
import { dedupeIndexes } from './processed-events.ts';
import type { Rabbit } from './rabbit.ts';
import { SerialBatches } from './serial-batches.ts';
import { Subscription } from './subscription.ts';
import { type ConsumerQueues, consumerQueues, SUBSCRIPTIONS } from './topology.ts';

/** What to consume, and how. */
export interface ConsumerOptions {
  rabbit: Rabbit;
  client: MongoClient;
  db: Db;
  /** The main queue, e.g. `notification.mail`. */
  queue: string;
  /** By event type; the queue is bound to exactly these types. */
  handlers: EventHandlers;
  logger?: Logger;
  /** Pauses before the second, third, ... try. Default 10 s, 1 min, 10 min, 1 h. Part of the queues' names. */
  retryDelaysMs?: readonly number[];
  /** Messages that are held at once: processed, or waiting for their turn. Default 64. */
  prefetch?: number;
  /** An event whose handling takes longer counts as failed. Default 20 s. */
  handlerTimeoutMs?: number;
  /** How long messages are held while the database is away; then the broker gets them back. Default 5 min. */
  holdMs?: number;
  registry?: Registry;
}

/** Deliveries since the start by outcome, and messages that are being processed. */
export type ConsumerStats = Record<Outcome, number> & { inFlight: number };

const RETRY_DELAYS_MS = [10_000, 60_000, 600_000, 3_600_000];
const PREFETCH = 64;
/** Events of one transaction, and transactions at the same time. */
const BATCH_SIZE = 32;
const PARALLEL_BATCHES = 4;
/** An event whose handler hangs keeps no other from its turn for longer. */
const LONGEST_TURN_MS = 1_000;
const HANDLER_TIMEOUT_MS = 20_000;
const HOLD_MS = 300_000;
/** Tries of a message that fails as if the database were away although it answers, e.g. because its handler hangs. */
const TRIES_IN_PLACE = 3;
const STOP_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 500;

/**
 * Consumes the events of one queue. Each event has its effect once, however often it is delivered; no event is lost, and
 * none blocks the others. Events of one subject are handled in the order of their delivery. The broker may be away, now
 * and later; messages arrive when it is back.
 * @throws Error when the handled types are not those that the topology binds the queue to
 */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  checkSubscription(options.queue, Object.keys(options.handlers));
  await ensureIndexes(options.db, dedupeIndexes);
  return new Consumer(options);
}

/** A queue of the topology is bound before its consumer starts, so its bindings must be what the consumer handles. */
function checkSubscription(queue: string, types: readonly string[]): void {
  const declared: readonly string[] | undefined = SUBSCRIPTIONS[queue];
  if (declared === undefined || types.toSorted().join() === declared.toSorted().join()) return;
  throw new Error(
    `${queue} handles ${types.join(', ')}, but SUBSCRIPTIONS binds it to ${declared.join(', ')}`,
  );
}

/** A message of the broker, and the channel on which it is acknowledged. */
interface Delivery {
  channel: Channel;
  message: ConsumeMessage;
  parsed: Parsed;
}

/** A running consumer. */
export class Consumer {
  readonly #rabbit: Rabbit;
  readonly #queues: ConsumerQueues;
  readonly #processor: MessageProcessorDeps;
  readonly #subscription: Subscription;
  readonly #databasePause: DatabasePause;
  readonly #bySubject: SerialBatches<Delivery>;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #counts = { handled: 0, duplicates: 0, retried: 0, parked: 0, returned: 0 };

  constructor(options: ConsumerOptions) {
    const { rabbit, queue, handlers, registry, prefetch = PREFETCH } = options;
    const logger = (options.logger ?? silentLogger).child({ queue });
    this.#rabbit = rabbit;
    this.#queues = consumerQueues(queue, options.retryDelaysMs ?? RETRY_DELAYS_MS);
    this.#processor = { handlerTimeoutMs: HANDLER_TIMEOUT_MS, ...options, logger };
    this.#subscription = new Subscription({
      rabbit,
      queues: this.#queues,
      types: Object.keys(handlers),
      prefetch,
      logger,
      onMessage: (channel, message) => this.#take(channel, message),
    });
    this.#bySubject = new SerialBatches({
      maxSize: BATCH_SIZE,
      parallel: PARALLEL_BATCHES,
      longestTurnMs: LONGEST_TURN_MS,
      work: (deliveries) => this.#processBatch(deliveries),
    });
    const { db, holdMs = HOLD_MS } = options;
    this.#databasePause = new DatabasePause({ db, logger, holdMs, subscription: this.#subscription });
    if (registry)
      registerConsumerMetrics(registry, { rabbit, queues: this.#queues, stats: () => this.stats() });
  }

  /** Whether the broker delivers to this consumer now. */
  get subscribed(): boolean {
    return this.#subscription.subscribed;
  }

  stats(): ConsumerStats {
    return { ...this.#counts, inFlight: this.#inFlight.size };
  }

  /** Accepts no more messages, waits at most `ms` for those being processed, and 0.5 s for the broker. */
  async stop(ms = STOP_TIMEOUT_MS): Promise<void> {
    const end = performance.now() + ms;
    this.#databasePause.stop();
    await this.#subscription.cancel(ms);
    const finished = Promise.all(this.#inFlight);
    await withDeadline(finished, end - performance.now(), 'finishing the messages').catch(() => undefined);
    await this.#subscription.close(CLOSE_TIMEOUT_MS);
  }

  #take(channel: Channel, message: ConsumeMessage): void {
    const parsed = parseEvent(message.content);
    const subject = 'event' in parsed ? parsed.event.subject : '';
    const work = this.#bySubject
      .run(subject, { channel, message, parsed })
      .catch((error: unknown) =>
        this.#processor.logger.error({ reason: reasonOf(error) }, 'a message could not be acknowledged'),
      )
      .finally(() => this.#inFlight.delete(work));
    this.#inFlight.add(work);
  }

  /** Processes what waits together; what cannot be processed so is processed by itself, and delays no other. */
  #processBatch(deliveries: readonly Delivery[]): Promise<void>[] {
    const together = this.#processTogether(deliveries.map(({ parsed }) => parsed));
    return deliveries.map(async (delivery, index) => {
      const disposition = await (await together)[index];
      await this.#finish(delivery, disposition ?? (await this.#processInPlace(delivery.parsed)));
    });
  }

  async #processTogether(messages: readonly Parsed[]): Promise<readonly BatchResult[]> {
    if (messages.length === 1 || this.#databasePause.current !== null) return [];
    return processTogether(this.#processor, messages);
  }

  async #finish({ channel, message, parsed }: Delivery, disposition: Disposition | null): Promise<void> {
    if (disposition === null) return;
    const { logger: queueLogger } = this.#processor;
    const logger = 'event' in parsed ? eventLogger(queueLogger, parsed.event) : queueLogger;
    const destinations = { rabbit: this.#rabbit, queues: this.#queues, logger };
    this.#counts[await acknowledge(destinations, channel, message, disposition)] += 1;
  }

  /**
   * Processes a message, again and again while the database is away, unless the message has failed too often while the
   * database answered. Null when the message is left to the broker, without an acknowledgement.
   */
  async #processInPlace(parsed: Parsed): Promise<Disposition | null> {
    for (let tries = 1; ;) {
      if ((await this.#databasePause.current) === 'returned') return null;
      const disposition = await processMessage(this.#processor, parsed);
      if (disposition.kind !== 'retry' || !disposition.isDatabaseAway) return disposition;
      const result = await this.#databasePause.begin();
      if (result === 'returned') return null;
      if (result === 'answers') tries += 1;
      if (tries > TRIES_IN_PLACE) return disposition;
    }
  }
}
