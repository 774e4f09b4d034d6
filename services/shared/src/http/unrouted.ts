import type { FastifyRequest } from 'fastify';
import { pathOf } from '../logging/index.ts';
import { commonErrors, type ProblemError } from '../problem/index.ts';
import { fits } from './route-match.ts';
import type { App, OperationTable } from './types.ts';

/** Tells what is wrong with a request that has no route. */
export type Unrouted = (request: FastifyRequest) => ProblemError;

/**
 * 404 for an address that does not exist, 405 with `Allow` for a method that one does not have (RFC 9110, 15.5.6).
 * HEAD is in no contract, and allowed where the app has it.
 */
export function unroutedOf(app: App, operations: OperationTable): Unrouted {
  const routes = Object.values(operations);
  return ({ url }) => {
    const path = pathOf(url);
    const here = routes.filter((route) => fits(route.url, path));
    if (here.length === 0) return commonErrors.NOT_FOUND();
    const methods: string[] = here.map(({ method }) => String(method));
    if (here.some((route) => app.hasRoute({ method: 'HEAD', url: route.url }))) methods.push('HEAD');
    return commonErrors.METHOD_NOT_ALLOWED({ headers: { allow: methods.sort().join(', ') } });
  };
}
