import { Counter, type Registry } from '@prometheus-io/client';
import type { Channel } from 'amqplib';
import { gaugeWhenScraped, type Sample } from '../metrics.ts';
import { LazyChannel } from './connection.ts';
import type { ConsumerStats } from './consumer.ts';
import type { Rabbit } from './rabbit.ts';
import type { RelayStats } from './relay.ts';
import { type ConsumerQueues, UNROUTED, UNSUBSCRIBED } from './topology.ts';

const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;

/** The consumer that is measured. */
export interface MeasuredConsumer {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  stats: () => ConsumerStats;
}

/** The consumers of each registry, by queue. They share its metrics, because a registry has each name once. */
const consumers = new WeakMap<Registry, Map<string, MeasuredConsumer>>();

/**
 * Adds a consumer's metrics to `registry`: `downbeat_consumed_total{queue,outcome}` counts what this process did,
 * `downbeat_queue_messages{queue}` what waits at the broker (absent while the broker is away).
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
    help: 'Messages consumed by this process, by outcome',
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
    help: 'Messages waiting in a queue of the broker',
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

/** Adds the relay's metrics to `registry`. The backlog is absent while the database is away. */
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
    'Publishes and polls that failed',
    () => relay.stats().failed,
  );
  gaugeWhenScraped(registry, {
    name: 'downbeat_outbox_backlog',
    help: 'Events in the outbox that the broker has not confirmed yet',
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
