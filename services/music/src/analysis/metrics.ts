import { gaugeWhenScraped } from '@downbeat/shared/metrics';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { AnalysisStateValues } from '../generated/schemas.gen.ts';
import type { AnalysisRepository } from './analysis-repository.ts';

export type AnalysisMetrics = ReturnType<typeof createAnalysisMetrics>;

/** Limits the cost of a scrape. The counter of outcomes has no limit. */
const MAX_COUNT = 10_000;
/** Only done ones are not counted: there are as many as tracks, and the counter has them. */
const COUNTED = AnalysisStateValues.filter((state) => state !== 'done');

export function createAnalysisMetrics(analyses: AnalysisRepository, registry: Registry) {
  const registers = [registry];
  gaugeWhenScraped(registry, {
    name: 'downbeat_track_analyses',
    help: `Tracks whose analysis is pending or has failed, each counted up to ${MAX_COUNT}.`,
    labelNames: ['state'],
    read: () =>
      Promise.all(COUNTED.map(async (state) => [{ state }, await analyses.count(state, MAX_COUNT)] as const)),
  });
  const outcomes = new Counter({
    name: 'downbeat_track_analysis_outcomes_total',
    help: 'Analyses that this process ended, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'downbeat_track_analysis_seconds',
    help: 'Seconds from the claim of a track until the result of its analysis is stored.',
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
