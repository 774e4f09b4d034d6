import { gaugeWhenScraped } from '@downbeat/shared/metrics';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { type AnalysisState, AnalysisStateValues } from '../generated/schemas.gen.ts';

export type JobMetrics = ReturnType<typeof createJobMetrics>;

/** Limits the cost of a scrape. The counter of outcomes has no limit. */
const MAX_COUNT = 10_000;
/** Only done ones are not counted: there are as many as tracks, and the counter has them. */
const COUNTED = AnalysisStateValues.filter((state) => state !== 'done');

interface MetricNames {
  /** Of the gauge. */
  gauge: string;
  /** Of the counter and the histogram, before their ends. */
  job: string;
  /** For the help: what a track has of these. */
  what: string;
}

/** What an operator sees of one kind of job. */
export function createJobMetrics(
  { gauge, job, what }: MetricNames,
  count: (state: AnalysisState, max: number) => Promise<number>,
  registry: Registry,
) {
  const registers = [registry];
  gaugeWhenScraped(registry, {
    name: gauge,
    help: `Tracks whose ${what} are pending or have failed, each counted up to ${MAX_COUNT}.`,
    labelNames: ['state'],
    read: () =>
      Promise.all(COUNTED.map(async (state) => [{ state }, await count(state, MAX_COUNT)] as const)),
  });
  const outcomes = new Counter({
    name: `${job}_outcomes_total`,
    help: `Tracks whose ${what} this process ended, by outcome.`,
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: `${job}_seconds`,
    help: `Seconds from the claim of a track until its ${what} are stored.`,
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
    registers,
  });
  for (const outcome of ['done', 'retried', 'failed']) outcomes.inc({ outcome }, 0);
  return {
    ended(outcome: 'done' | 'retried' | 'failed', durationMs?: number): void {
      outcomes.inc({ outcome });
      if (durationMs !== undefined) seconds.observe(durationMs / 1000);
    },
  };
}
