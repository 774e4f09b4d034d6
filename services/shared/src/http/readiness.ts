import { type Dependency, reasonOf, withDeadline } from '../backing/index.ts';
import type { DependencyState, Readiness } from '../generated/common.schemas.gen.ts';
import { firstCharacters } from '../text/index.ts';
import type { App, OperationTable } from './types.ts';

const CHECK_LIMIT_MS = 2_000;
const ERROR_LENGTH = 200;

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/readyz` looks at; plugins add theirs. */
    dependencies: Dependency[];
  }
}

// In a few words, and never with the credentials that a driver may have put into its text.
const fewWords = (error: unknown): string =>
  firstCharacters(reasonOf(error).replaceAll(/\/\/[^@\s/]*@/g, '//'), ERROR_LENGTH);

async function stateOf(dependency: Dependency): Promise<DependencyState> {
  const { name, required } = dependency;
  try {
    await withDeadline(dependency.check(), CHECK_LIMIT_MS, name);
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
export function reportHealth(
  app: App,
  service: string,
  operations: OperationTable,
  given: readonly Dependency[],
): void {
  const dependencies = [...given];
  app.decorate('dependencies', dependencies);
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
      const states = await Promise.all(dependencies.map(stateOf));
      const status = overall(states);
      const byName = Object.fromEntries(dependencies.map(({ name }, index) => [name, states[index]]));
      return reply.code(status === 'down' ? 503 : 200).send({ status, service, dependencies: byName });
    },
  });
}
