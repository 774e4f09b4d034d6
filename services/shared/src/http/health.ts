import { getHeapStatistics } from 'node:v8';
import underPressure from '@fastify/under-pressure';
import { commonErrors } from '../errors.ts';
import type { DependencyState, Readiness } from '../generated/common.schemas.gen.ts';
import { reasonOf } from '../logging.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { firstCharacters } from '../text.ts';
import { withDeadline } from '../timers.ts';
import type { App, OperationTable } from './types.ts';

/** Paths that monitoring asks for: always answered, and logged at debug level only. */
export const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const CHECK_TIMEOUT_MS = 2_000;
const ERROR_LENGTH = 200;

/**
 * The mean delay of the event loop over one sample at which requests are refused. The sample is long, so that one slow
 * task, a pause of the machine or the start of the service does not count: only a loop that is slow for seconds does.
 */
const SAMPLE_MS = 5_000;
const MAX_MEAN_DELAY_MS = 1_000;
const RETRY_AFTER_SECONDS = '5';
/** The part of the heap's limit at which requests are refused, and how often the heap is measured. */
const MAX_HEAP_SHARE = 0.8;
const HEAP_CHECK_MS = 500;

// Short, and without the credentials that a driver may have put into its text.
const summarize = (error: unknown): string =>
  firstCharacters(reasonOf(error).replaceAll(/\/\/[^@\s/]*@/g, '//'), ERROR_LENGTH);

async function stateOf(readinessCheck: ReadinessCheck): Promise<DependencyState> {
  const { name, required } = readinessCheck;
  try {
    await withDeadline(readinessCheck.check(), CHECK_TIMEOUT_MS, name);
    return { state: 'up', required };
  } catch (error) {
    return { state: 'down', required, error: summarize(error) };
  }
}

function overall(states: DependencyState[]): Readiness['status'] {
  const down = states.filter(({ state }) => state === 'down');
  if (down.some(({ required }) => required)) return 'down';
  return down.length > 0 ? 'degraded' : 'ok';
}

/** `/healthz` (alive) and `/readyz` (each readiness check by name and state). */
export function serveHealth(
  app: App,
  service: string,
  operations: OperationTable,
  given: readonly ReadinessCheck[],
): void {
  const checks = [...given];
  app.decorate('readinessChecks', checks);
  const { getHealth, getReadiness } = operations;
  if (getHealth !== undefined) {
    app.route({
      ...getHealth,
      handler: async () => ({ status: 'ok', service, uptimeSeconds: process.uptime() }),
    });
  }
  if (getReadiness === undefined) return;
  app.route({
    ...getReadiness,
    handler: async (_request, reply) => {
      const states = await Promise.all(checks.map(stateOf));
      const status = overall(states);
      const dependencies = Object.fromEntries(checks.map(({ name }, index) => [name, states[index]]));
      return reply.code(status === 'down' ? 503 : 200).send({ status, service, dependencies });
    },
  });
}

function heapHasRoom(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used < limit * MAX_HEAP_SHARE;
}

/**
 * Answers 503 while the event loop is slow or the heap nearly full: better than to answer every request late, or to end.
 * Probes are always answered.
 */
export async function shedLoad(app: App): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_MEAN_DELAY_MS,
    sampleInterval: SAMPLE_MS,
    // The plugin's own `maxHeapUsedBytes` is measured once per sample, which is too late.
    healthCheck: async () => heapHasRoom(),
    healthCheckInterval: HEAP_CHECK_MS,
    pressureHandler: async (request) => {
      if (PROBES.has(request.route.url ?? '')) return;
      throw commonErrors.UNAVAILABLE({ headers: { 'retry-after': RETRY_AFTER_SECONDS } });
    },
  });
}
