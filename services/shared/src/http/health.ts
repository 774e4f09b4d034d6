import type { DependencyState, Readiness } from '../generated/common.schemas.gen.ts';
import { reasonOf } from '../logging.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { firstCharacters } from '../text.ts';
import { withDeadline } from '../timers.ts';
import type { App, OperationTable } from './types.ts';

const CHECK_LIMIT_MS = 2_000;
const ERROR_LENGTH = 200;

// In a few words, and never with the credentials that a driver may have put into its text.
const fewWords = (error: unknown): string =>
  firstCharacters(reasonOf(error).replaceAll(/\/\/[^@\s/]*@/g, '//'), ERROR_LENGTH);

async function stateOf(readinessCheck: ReadinessCheck): Promise<DependencyState> {
  const { name, required } = readinessCheck;
  try {
    await withDeadline(readinessCheck.check(), CHECK_LIMIT_MS, name);
    return { state: 'up', required };
  } catch (error) {
    return { state: 'down', required, error: fewWords(error) };
  }
}

function overall(states: DependencyState[]): Readiness['status'] {
  const down = states.filter(({ state }) => state === 'down');
  if (down.some(({ required }) => required)) return 'down';
  return down.length > 0 ? 'degraded' : 'ok';
}

/** `/healthz` (alive) and `/readyz` (each dependency by name and state). */
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
      const byName = Object.fromEntries(checks.map(({ name }, index) => [name, states[index]]));
      return reply.code(status === 'down' ? 503 : 200).send({ status, service, dependencies: byName });
    },
  });
}
