import type { FastifyBaseLogger } from 'fastify';
import { withDeadline } from '../backing/index.ts';

/** What a step can count on. */
export interface StepLimits {
  /** How long to wait for work in hand, in milliseconds: what remains of the phase is for breaking it off and closing. */
  graceMs: number;
  /** Aborts when the phase is over: nobody is interested in the step from then on. */
  over: AbortSignal;
}

/** One thing to stop. */
export interface ShutdownStep {
  name: string;
  stop(limits: StepLimits): Promise<void>;
}

/** Steps that stop at the same time, within a share (0 to 1) of the whole time limit. */
export interface Phase {
  name: string;
  share: number;
  steps: readonly ShutdownStep[];
}

/** Of its phase, what a step may spend on waiting for work in hand. */
const GRACE_SHARE = 2 / 3;

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
    const over = new AbortController();
    const limits = { graceMs: Math.round(phaseMs * GRACE_SHARE), over: over.signal };
    const outcomes = await Promise.allSettled(
      steps.map(async (step) => withDeadline(step.stop(limits), phaseMs, `${name}: ${step.name}`)),
    );
    over.abort();
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        logger.error({ err: outcome.reason as unknown, phase: name }, 'could not stop in order');
    }
  }
}
