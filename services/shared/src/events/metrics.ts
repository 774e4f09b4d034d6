import { Counter, type Registry } from '@prometheus-io/client';
import type { Channel } from 'amqplib';
import { gaugeWhenScraped, type Sample } from '../metrics/index.ts';
import { LazyChannel, type PurposeQueues, type Rabbit, UNROUTED, UNSUBSCRIBED } from '../rabbit/index.ts';
import type { ConsumerStats } from './consumer.ts';

const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;

/** What a registry tells of one consumer. */
export interface Measured {
  rabbit: Rabbit;
  queues: PurposeQueues;
  stats: () => ConsumerStats;
}

/** The consumers of each registry, by queue; a registry has one metric of a name for all of them. */
const consumers = new WeakMap<Registry, Map<string, Measured>>();

/**
 * Puts a consumer's numbers into `registry`, read when it is scraped: `downbeat_consumed_total{queue,outcome}`, what this
 * process did, and `downbeat_queue_messages{queue}`, what waits at the broker for anybody (absent while that is away).
 */
export function registerConsumerMetrics(registry: Registry, measured: Measured): void {
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

function countOutcomes(registry: Registry, byQueue: ReadonlyMap<string, Measured>): void {
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

function gaugeQueues(registry: Registry, rabbit: Rabbit, byQueue: ReadonlyMap<string, Measured>): void {
  const channel = new LazyChannel(() => rabbit.openChannel());
  gaugeWhenScraped(registry, {
    name: 'downbeat_queue_messages',
    help: 'Messages that wait in a queue of the broker',
    labelNames: ['queue'],
    read: async () => countAll(await channel.get(), byQueue),
  });
}

async function countAll(channel: Channel, byQueue: ReadonlyMap<string, Measured>): Promise<Sample[]> {
  const own = [...byQueue.values()].flatMap(({ queues }) => namesOf(queues));
  const counts: Sample[] = [];
  for (const queue of [...own, UNROUTED, UNSUBSCRIBED]) {
    counts.push([{ queue }, (await channel.checkQueue(queue)).messageCount]);
  }
  return counts;
}

function namesOf({ main, retry, parking }: PurposeQueues): string[] {
  return [main, ...retry.map(({ name }) => name), parking];
}
