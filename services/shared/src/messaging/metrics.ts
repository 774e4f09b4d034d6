import { Counter, type Registry } from '@prometheus-io/client';
import type { Channel } from 'amqplib';
import { gaugeWhenScraped, type Sample } from '../metrics.ts';
import { LazyChannel } from './connection.ts';
import type { ConsumerStats } from './consumer.ts';
import type { Rabbit } from './rabbit.ts';
import type { RelayStats } from './relay.ts';
import { type ConsumerQueues, UNROUTED, UNSUBSCRIBED } from './topology.ts';

const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;

/** What a registry tells of one consumer. */
export interface MeasuredConsumer {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  stats: () => ConsumerStats;
}

/** The consumers of each registry, by queue; a registry has one metric of a name for all of them. */
const consumers = new WeakMap<Registry, Map<string, MeasuredConsumer>>();

/**
 * Puts a consumer's numbers into `registry`, read when it is scraped: `downbeat_consumed_total{queue,outcome}`, what this
 * process did, and `downbeat_queue_messages{queue}`, what waits at the broker for anybody (absent while that is away).
 */
export function registerConsumerMetrics(registry: Registry, measured: MeasuredConsumer): void {
  const known = consumers.get(registry);
  if (known !== undefined) {
    known.set(measured.queues.main, measured);
    return;
  }
  const byQueue = new Map([[measured.queues.main, measured]]);
  consumers.set(registry, byQueue);
  countOutcomes(registry, byQueue);
  gaugeQueues(registry, measured.rabbit, byQueue);
}

function countOutcomes(registry: Registry, byQueue: ReadonlyMap<string, MeasuredConsumer>): void {
  new Counter({
    name: 'downbeat_consumed_total',
    help: 'Messages, by outcome',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [queue, { stats }] of byQueue) {
        for (const outcome of OUTCOMES) this.inc({ queue, outcome }, stats()[outcome]);
      }
    },
  });
}

function gaugeQueues(
  registry: Registry,
  rabbit: Rabbit,
  byQueue: ReadonlyMap<string, MeasuredConsumer>,
): void {
  const channel = new LazyChannel(() => rabbit.openChannel());
  gaugeWhenScraped(registry, {
    name: 'downbeat_queue_messages',
    help: 'Messages that wait in a queue of the broker',
    labelNames: ['queue'],
    read: async () => countAll(await channel.get(), byQueue),
  });
}

async function countAll(channel: Channel, byQueue: ReadonlyMap<string, MeasuredConsumer>): Promise<Sample[]> {
  const own = [...byQueue.values()].flatMap(({ queues }) => namesOf(queues));
  const counts: Sample[] = [];
  for (const queue of [...own, UNROUTED, UNSUBSCRIBED]) {
    counts.push([{ queue }, (await channel.checkQueue(queue)).messageCount]);
  }
  return counts;
}

function namesOf({ main, retry, parking }: ConsumerQueues): string[] {
  return [main, ...retry.map(({ name }) => name), parking];
}

interface MeasuredRelay {
  stats(): RelayStats;
  backlog(): Promise<number>;
}

/** Puts the relay's numbers into `registry`; they are read when it is scraped, the backlog while the database can be reached. */
export function registerRelayMetrics(registry: Registry, relay: MeasuredRelay): void {
  const registers = [registry];
  counter(
    registers,
    'downbeat_outbox_published_total',
    'Events confirmed by the broker',
    () => relay.stats().published,
  );
  counter(
    registers,
    'downbeat_outbox_failures_total',
    'Failed publishes and passes',
    () => relay.stats().failed,
  );
  gaugeWhenScraped(registry, {
    name: 'downbeat_outbox_backlog',
    help: 'Events that the broker does not have yet',
    labelNames: [],
    read: async () => [[{}, await relay.backlog()]],
  });
}

function counter(registers: Registry[], name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
