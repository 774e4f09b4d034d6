import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { RelayStats } from './relay.ts';

interface Measured {
  stats(): RelayStats;
  backlog(): Promise<number>;
}

/** Puts the relay's numbers into `registry`; they are read when it is scraped. */
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
  new Gauge({
    name: 'downbeat_outbox_backlog',
    help: 'Events that the broker does not have yet',
    registers,
    async collect() {
      this.set(await relay.backlog());
    },
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
