import { Counter, type Registry } from '@prometheus-io/client';
import type { ConsumerStats } from './consumer.ts';

const NAME = 'downbeat_consumed_total';
const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;

/** What each consumer of this process has told, by queue; a registry has one metric for all of them. */
const consumers = new WeakMap<Registry, Map<string, () => ConsumerStats>>();

/** Puts a consumer's numbers into `registry`; they are read when it is scraped. */
export function registerConsumerMetrics(registry: Registry, queue: string, stats: () => ConsumerStats): void {
  const known = consumers.get(registry);
  if (known !== undefined) {
    known.set(queue, stats);
    return;
  }
  const byQueue = new Map([[queue, stats]]);
  consumers.set(registry, byQueue);
  new Counter({
    name: NAME,
    help: 'Messages by what became of them',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [name, read] of byQueue) {
        for (const outcome of OUTCOMES) this.inc({ queue: name, outcome }, read()[outcome]);
      }
    },
  });
}
