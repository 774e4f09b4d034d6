import type { FastifyBaseLogger } from 'fastify';
import { withDeadline } from '../backing/index.ts';

/** One thing to stop. */
export interface ShutdownStep {
  name: string;
  stop(): Promise<void>;
}

/** Steps that stop at the same time, within a share (0 to 1) of the whole time limit. */
export interface Phase {
  name: string;
  share: number;
  steps: readonly ShutdownStep[];
}

/**
 * Runs the phases one after the other. No step can hold up or break the shutdown: one that rejects or takes longer than
 * its phase's share of `limitMs` is logged, and the next phase begins.
 */
export async function closePhases(
  phases: readonly Phase[],
  limitMs: number,
  logger: FastifyBaseLogger,
): Promise<void> {
  for (const { name, share, steps } of phases) {
    const phaseMs = Math.round(limitMs * share);
    const outcomes = await Promise.allSettled(
      steps.map(async (step) => withDeadline(step.stop(), phaseMs, `${name}: ${step.name}`)),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        logger.error({ err: outcome.reason as unknown, phase: name }, 'could not stop in order');
    }
  }
}
