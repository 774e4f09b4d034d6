import { Gauge, type Registry } from '@prometheus-io/client';
import { withDeadline } from './timers.ts';

/** One line of a gauge: its labels and its value. */
export type Sample = readonly [Readonly<Record<string, string>>, number];

/** A gauge whose numbers come from a server that may be away. */
export interface ScrapedGauge {
  name: string;
  help: string;
  labelNames: readonly string[];
  /** Asked at a scrape, never twice at once: it must settle, as every call of our drivers does by its own deadline. */
  read: () => Promise<readonly Sample[]>;
}

const READ_TIMEOUT_MS = 1_000;

/**
 * Puts a gauge into `registry` that is read when it is scraped. When it cannot be read within a second it is absent, and
 * everything else is still reported: reporting outages is what a scrape is for.
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
      // Its absence says enough; readiness and the log say what is away, and why.
      const samples = await withDeadline(readOnce(), READ_TIMEOUT_MS, `reading ${name}`).catch(() => []);
      this.reset();
      // One without labels would otherwise be 0, which is a number too.
      if (labelNames.length === 0) this.remove();
      for (const [labels, value] of samples) this.set(labels, value);
    },
  });
}
