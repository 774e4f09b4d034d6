import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { Channel } from 'amqplib';
import { withDeadline } from '../backing/index.ts';
import { LazyChannel, type PurposeQueues, type Rabbit, UNROUTED, UNSUBSCRIBED } from '../rabbit/index.ts';
import type { ConsumerStats } from './consumer.ts';

const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;
const COUNT_TIMEOUT_MS = 1_000;

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
    help: 'Messages by what became of them',
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
  new Gauge({
    name: 'downbeat_queue_messages',
    help: 'Messages that wait in a queue of the broker',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      this.reset();
      const counts = await countAll(channel, byQueue).catch(() => []);
      for (const [queue, count] of counts) this.set({ queue }, count);
    },
  });
}

async function countAll(
  channel: LazyChannel<Channel>,
  byQueue: ReadonlyMap<string, Measured>,
): Promise<[string, number][]> {
  const own = [...byQueue.values()].flatMap(({ queues }) => namesOf(queues));
  const counting = channel.get().then(async (open) => {
    const counts: [string, number][] = [];
    for (const queue of [...own, UNROUTED, UNSUBSCRIBED]) {
      counts.push([queue, (await open.checkQueue(queue)).messageCount]);
    }
    return counts;
  });
  return withDeadline(counting, COUNT_TIMEOUT_MS, 'counting what waits');
}

function namesOf({ main, retry, parking }: PurposeQueues): string[] {
  return [main, ...retry.map(({ name }) => name), parking];
}
