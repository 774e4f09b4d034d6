import type { Channel, ConsumeMessage } from 'amqplib';
import type { Registry } from '@prometheus-io/client';
import type { Db, MongoClient } from 'mongodb';
import { type Log, reasonOf, silentLog, withDeadline } from '../backing/index.ts';
import { ensureIndexes } from '../mongo/index.ts';
import { type PurposeQueues, purposeQueues, type Rabbit, UNSUBSCRIBED_TYPES } from '../rabbit/index.ts';
import { keepAdopting } from './adopt.ts';
import type { EventHandlers } from './handlers.ts';
import { inboxIndexes } from './inbox.ts';
import { InTurn } from './in-turn.ts';
import { parseEvent, type Parsed } from './parse.ts';
import { registerConsumerMetrics } from './metrics.ts';
import { type Outcome, settle } from './settle.ts';
import { Subscription } from './subscription.ts';
import { eventLogger, handle, type Judge } from './verdict.ts';

/** What is consumed, and what with. */
export interface ConsumerOptions {
  rabbit: Rabbit;
  client: MongoClient;
  db: Db;
  /** The purpose, and the name of its queue: `notification.mail`. */
  queue: string;
  /** By event type; the queue is bound to exactly these. */
  handlers: EventHandlers;
  logger?: Log;
  /** Pauses before the second, third, ... try. Default 10 s, 1 min, 10 min, 1 h. Part of the queues' names. */
  retryDelaysMs?: readonly number[];
  /** Messages in the works at once. Default 20. */
  prefetch?: number;
  /** Longest handling of one event, after which it counts as failed. Default 20 s. */
  handlerTimeoutMs?: number;
  /** Where to put the Prometheus metrics. */
  registry?: Registry;
}

/** What became of the messages since the start, and how many are in the works. */
export type ConsumerStats = Record<Outcome, number> & { inFlight: number };

/** A running consumer. */
export interface Consumer {
  /** Whether the broker delivers to this consumer now. */
  readonly subscribed: boolean;
  stats: () => ConsumerStats;
  /** Takes no more messages, waits at most `ms` (default 5 s) for those in the works, and half a second for the broker. */
  stop: (ms?: number) => Promise<void>;
}

const RETRY_DELAYS_MS = [10_000, 60_000, 600_000, 3_600_000];
const PREFETCH = 20;
const HANDLER_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 500;

/**
 * Consumes one purpose's events: each effect happens once, however often its event is delivered, and no event is
 * lost or holds up the others. Events of one subject are handled in the order of their delivery. The
 * broker may be away, now and later; messages follow when it is back.
 * @throws Error when a handled type is one that nobody is said to consume
 */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const types = Object.keys(options.handlers);
  insistOnSubscribed(types);
  await ensureIndexes(options.db, inboxIndexes);
  const logger = (options.logger ?? silentLog).child({ queue: options.queue });
  const queues = purposeQueues(options.queue, options.retryDelaysMs ?? RETRY_DELAYS_MS);
  const work = new Work(options, queues, logger);
  const subscription = new Subscription({
    rabbit: options.rabbit,
    queues,
    types,
    prefetch: options.prefetch ?? PREFETCH,
    logger,
    onMessage: (channel, message) => work.take(channel, message),
    onSubscribed: () => void keepAdopting(options.rabbit, types, logger, () => subscription.subscribed),
  });
  subscription.start();
  const { rabbit, registry } = options;
  if (registry) registerConsumerMetrics(registry, { rabbit, queues, stats: () => work.stats() });
  return {
    get subscribed() {
      return subscription.subscribed;
    },
    stats: () => work.stats(),
    async stop(ms = STOP_TIMEOUT_MS) {
      const end = performance.now() + ms;
      await subscription.cancel(ms);
      await work.finish(end - performance.now());
      await subscription.close(CLOSE_TIMEOUT_MS);
    },
  };
}

/** Otherwise UNSUBSCRIBED_TYPES would keep claiming that nobody consumes the type. */
function insistOnSubscribed(types: readonly string[]): void {
  const wrong = UNSUBSCRIBED_TYPES.find((type) => types.includes(type));
  if (wrong !== undefined) throw new Error(`${wrong} has a consumer now: take it off UNSUBSCRIBED_TYPES`);
}

/** The messages being handled. */
class Work {
  readonly #options: ConsumerOptions;
  readonly #queues: PurposeQueues;
  readonly #judge: Judge;
  readonly #inTurn = new InTurn();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #counts = { handled: 0, duplicates: 0, retried: 0, parked: 0, returned: 0 };

  constructor(options: ConsumerOptions, queues: PurposeQueues, logger: Log) {
    this.#options = options;
    this.#queues = queues;
    const { client, db, queue, handlers, handlerTimeoutMs = HANDLER_TIMEOUT_MS } = options;
    this.#judge = { client, db, queue, handlers, logger, handlerTimeoutMs };
  }

  take(channel: Channel, message: ConsumeMessage): void {
    const parsed = parseEvent(message.content);
    const subject = 'event' in parsed ? parsed.event.subject : '';
    const work = this.#inTurn
      .run(subject, () => this.#process(channel, message, parsed))
      .catch((error: unknown) =>
        this.#judge.logger.error({ reason: reasonOf(error) }, 'a message could not be settled'),
      )
      .finally(() => this.#inFlight.delete(work));
    this.#inFlight.add(work);
  }

  stats(): ConsumerStats {
    return { ...this.#counts, inFlight: this.#inFlight.size };
  }

  async finish(ms: number): Promise<void> {
    await withDeadline(Promise.all(this.#inFlight), ms, 'finishing the messages in the works').catch(
      () => undefined,
    );
  }

  async #process(channel: Channel, message: ConsumeMessage, parsed: Parsed): Promise<void> {
    const verdict = await handle(this.#judge, parsed);
    const logger = 'event' in parsed ? eventLogger(this.#judge.logger, parsed.event) : this.#judge.logger;
    const to = { rabbit: this.#options.rabbit, queues: this.#queues, logger };
    this.#counts[await settle(to, channel, message, verdict)] += 1;
  }
}
