import { Counter, type Registry } from '@prometheus-io/client';
import { gaugeWhenScraped, type Sample } from '../metrics.ts';
import { LazyChannel } from './connection.ts';
import type { ConsumerStats } from './consumer.ts';
import type { Rabbit } from './rabbit.ts';
import type { Relay } from './relay.ts';
import { type ConsumerQueues, UNROUTED, UNSUBSCRIBED } from './topology.ts';

const OUTCOMES = ['handled', 'duplicates', 'retried', 'parked', 'returned'] as const;

interface MeasuredConsumer {
  rabbit: Rabbit;
  queues: ConsumerQueues;
  stats: () => ConsumerStats;
}

/** The consumers of each registry. They share its metrics, because a registry has each name once. */
const measured = new WeakMap<Registry, MeasuredConsumer[]>();

/**
 * Adds a consumer's metrics to `registry`: `downbeat_consumed_total{queue,outcome}` counts what this process did,
 * `downbeat_queue_messages{queue}` what waits at the broker (absent while the broker is away).
 */
export function registerConsumerMetrics(registry: Registry, consumer: MeasuredConsumer): void {
  const consumers = measured.get(registry) ?? [];
  consumers.push(consumer);
  if (consumers.length > 1) return;
  measured.set(registry, consumers);
  countWhenScraped(registry, 'downbeat_consumed_total', 'Messages consumed by this process, by outcome', () =>
    consumers.flatMap(({ queues, stats }) =>
      OUTCOMES.map((outcome): Sample => [{ queue: queues.main, outcome }, stats()[outcome]]),
    ),
  );
  const channel = new LazyChannel(() => consumer.rabbit.openChannel());
  gaugeWhenScraped(registry, {
    name: 'downbeat_queue_messages',
    help: 'Messages waiting in a queue of the broker',
    labelNames: ['queue'],
    read: async () => {
      const samples: Sample[] = [];
      for (const queue of [...consumers.flatMap(namesOf), UNROUTED, UNSUBSCRIBED])
        samples.push([{ queue }, (await (await channel.get()).checkQueue(queue)).messageCount]);
      return samples;
    },
  });
}

function namesOf({ queues: { main, retry, parking } }: MeasuredConsumer): string[] {
  return [main, ...retry.map(({ name }) => name), parking];
}

/** Adds the relay's metrics to `registry`. The backlog is absent while the database is away. */
export function registerRelayMetrics(registry: Registry, relay: Pick<Relay, 'stats' | 'backlog'>): void {
  countWhenScraped(registry, 'downbeat_outbox_published_total', 'Events confirmed by the broker', () => [
    [{}, relay.stats().published],
  ]);
  countWhenScraped(registry, 'downbeat_outbox_failures_total', 'Publishes and polls that failed', () => [
    [{}, relay.stats().failed],
  ]);
  gaugeWhenScraped(registry, {
    name: 'downbeat_outbox_backlog',
    help: 'Events in the outbox that the broker has not confirmed yet',
    labelNames: [],
    read: async () => [[{}, await relay.backlog()]],
  });
}

/** A counter whose values are counted elsewhere. */
function countWhenScraped(registry: Registry, name: string, help: string, read: () => Sample[]): void {
  const labelNames = [...new Set(read().flatMap(([labels]) => Object.keys(labels)))];
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    },
  });
}
