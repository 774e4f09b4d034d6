import { Counter, type Registry } from '@prometheus-io/client';
import type { LooseFiles, SweepStats } from './loose-files.ts';

const OUTCOMES = ['deleted', 'failed'] as const satisfies (keyof SweepStats)[];

/** Puts what became of loose files into `registry`: files that cannot be deleted cost room until somebody looks. */
export function registerSweepMetrics(registry: Registry, looseFiles: Pick<LooseFiles, 'stats'>): void {
  new Counter({
    name: 'downbeat_loose_files_total',
    help: 'Files of no track by what became of their deletion',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      const stats = looseFiles.stats();
      for (const outcome of OUTCOMES) this.inc({ outcome }, stats[outcome]);
    },
  });
}
