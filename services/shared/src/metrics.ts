import { Gauge, type Registry } from '@prometheus-io/client';
import { withDeadline } from './timers.ts';

/** One sample of a gauge: its labels and its value. */
export type Sample = readonly [Readonly<Record<string, string>>, number];

/** A gauge whose values come from a server that may be away. */
interface ScrapedGauge {
  name: string;
  help: string;
  labelNames: readonly string[];
  /** Called at a scrape, never twice at once. It must settle; every driver call does so within its own time limit. */
  read: () => Promise<readonly Sample[]>;
}

const READ_TIMEOUT_MS = 1_000;

/**
 * Adds a gauge to `registry` that is read at each scrape. When it cannot be read within a second it is absent, and every
 * other metric is still reported: a scrape must work during an outage.
 */
export function gaugeWhenScraped(registry: Registry, { name, help, labelNames, read }: ScrapedGauge): void {
  let reading: Promise<readonly Sample[]> | null = null;
  const readOnce = () =>
    (reading ??= (async () => read())().finally(() => {
      reading = null;
    }));
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      // No error is reported here: readiness and the log say which server is away, and why.
      const samples = await withDeadline(readOnce(), READ_TIMEOUT_MS, `reading ${name}`).catch(() => []);
      this.reset();
      // A gauge without labels would be reported as 0 after the reset.
      if (labelNames.length === 0) this.remove();
      for (const [labels, value] of samples) this.set(labels, value);
    },
  });
}
