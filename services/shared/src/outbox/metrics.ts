import { Counter, type Registry } from '@prometheus-io/client';
import { gaugeWhenScraped } from '../metrics/index.ts';
import type { RelayStats } from './relay.ts';

interface Measured {
  stats(): RelayStats;
  backlog(): Promise<number>;
}

/** Puts the relay's numbers into `registry`; they are read when it is scraped, the backlog while the database can be reached. */
export function registerRelayMetrics(registry: Registry, relay: Measured): void {
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
