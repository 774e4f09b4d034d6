import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import { pathOf } from '../logging.ts';
import type { App, Operation, OperationTable } from './types.ts';

/** Decodes as the router does: `/%61` is `/a`. What cannot be decoded matches no literal segment. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Whether a path belongs to a route, e.g. `/rooms/1` to `/rooms/:id`. */
export function matchesRoute(route: string, path: string): boolean {
  const [wanted, found] = [route.split('/'), path.split('/')];
  return (
    wanted.length === found.length &&
    wanted.every((segment, index) => segment.startsWith(':') || segment === decoded(found[index] ?? ''))
  );
}

/** Makes the problem of a request that has no route. */
export type NotFoundProblem = (request: FastifyRequest) => ProblemError;

/** The routes of a path. Where several match, a literal segment beats a parameter, whatever the method. */
function routesOf(routes: readonly Operation[], path: string): Operation[] {
  const matching = routes.filter((route) => matchesRoute(route.url, path));
  const [best] = matching.map(({ url }) => url).sort(byParameters);
  return matching.filter(({ url }) => url === best);
}

/** Literal segments first, from the left. */
function byParameters(a: string, b: string): number {
  const [left, right] = [a, b].map((url) =>
    url.replaceAll(/\/(:?)[^/]*/g, (_, colon) => (colon === '' ? '0' : '1')),
  );
  return (left ?? '').localeCompare(right ?? '');
}

/**
 * Finds requests that the router gives to a route with a parameter although a literal path of another method matches:
 * `GET /rooms/join`, where the contract has `GET /rooms/:id` and `POST /rooms/join`.
 */
export function createShadowCheck(operations: OperationTable): (request: FastifyRequest) => boolean {
  const routes = Object.values(operations);
  const shadowed = new Set(
    routes
      .map(({ url }) => url)
      .filter((url) => routes.some((other) => other.url !== url && matchesRoute(url, other.url))),
  );
  return ({ url, route }) =>
    shadowed.has(route.url ?? '') && routesOf(routes, pathOf(url))[0]?.url !== route.url;
}

/**
 * 404 for a path that does not exist, 405 with `Allow` for a method that a path does not have (RFC 9110, 15.5.6). HEAD is
 * in no contract, and allowed where the app has it.
 */
export function createNotFoundProblem(app: App, operations: OperationTable): NotFoundProblem {
  const routes = Object.values(operations);
  return ({ url }) => {
    const path = pathOf(url);
    const matching = routesOf(routes, path);
    if (matching.length === 0) return commonErrors.NOT_FOUND();
    const methods: string[] = matching.map(({ method }) => String(method));
    if (matching.some((route) => app.hasRoute({ method: 'HEAD', url: route.url }))) methods.push('HEAD');
    return commonErrors.METHOD_NOT_ALLOWED({ headers: { allow: methods.sort().join(', ') } });
  };
}

/** Fastify's own limit; the router answers a longer parameter with an error, before any hook runs. */
const MAX_PARAM_LENGTH = 100;

function isRoutable(segment: string): boolean {
  try {
    return decodeURIComponent(segment).length <= MAX_PARAM_LENGTH;
  } catch {
    return false;
  }
}

/**
 * Decides for Node which requests become WebSockets: GET (RFC 6455, 4.1) where the contract has a socket. Every other
 * Upgrade header is ignored (RFC 9110, 7.8): curl and Java's HttpClient ask for `h2c` unasked, with a POST too. A refused
 * upgrade is closed by a hook, so a path that the router refuses before any hook is answered as an ordinary request.
 */
export function createUpgradeDecision(operations: OperationTable): (message: IncomingMessage) => boolean {
  const sockets = Object.values(operations).filter(({ config }) => config.websocket === true);
  return ({ method, headers, url = '' }) => {
    const path = pathOf(url);
    return (
      method === 'GET' &&
      headers.upgrade?.toLowerCase() === 'websocket' &&
      path.split('/').every(isRoutable) &&
      sockets.some((socket) => matchesRoute(socket.url, path))
    );
  };
}
