import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import { pathOf } from '../logging.ts';
import type { App, OperationTable } from './types.ts';

/** As the router reads it: `/%61` is `/a`. What cannot be decoded matches no literal part. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether a path is one of a route's, e.g. `/rooms/1` of `/rooms/:id`. */
export function fits(route: string, path: string): boolean {
  const [wanted, found] = [route.split('/'), path.split('/')];
  return (
    wanted.length === found.length &&
    wanted.every((part, index) => part.startsWith(':') || part === decoded(found[index] ?? ''))
  );
}

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
