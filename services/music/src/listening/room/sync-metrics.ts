import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { SyncReport } from '../../generated/listening.schemas.gen.ts';
import { type SyncCause, SyncCauseValues } from '../../generated/schemas.gen.ts';
import { ERROR_BOUNDS_MS } from '../model/sync-receipt.ts';

/** Counts what the members of this instance report of how they keep step. */
export class SyncMetrics {
  readonly #errors = new Histogram({
    name: 'downbeat_listening_playback_error_seconds',
    help: 'How far what a member of a listening session hears is from what is due, without its sign, at each report of a member that plays.',
    buckets: ERROR_BOUNDS_MS.map((ms) => ms / 1000),
    registers: [],
  });
  readonly #causes = new Counter({
    name: 'downbeat_listening_out_of_step_total',
    help: 'Reports of members that are not in step, by cause: clock, output, stall (the track came late) or throttled (a hidden tab).',
    labelNames: ['cause'],
    registers: [],
  });

  register(registry: Registry): void {
    registry.registerMetric(this.#errors);
    registry.registerMetric(this.#causes);
    for (const cause of SyncCauseValues) this.#causes.inc({ cause }, 0);
  }

  reported({ playbackErrorMs }: SyncReport, cause: SyncCause | null): void {
    if (playbackErrorMs !== undefined) this.#errors.observe(Math.abs(playbackErrorMs) / 1000);
    if (cause !== null) this.#causes.inc({ cause });
  }
}
