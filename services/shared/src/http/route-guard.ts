import type { RouteOptions, onRequestHookHandler } from 'fastify';
import { authorise, checkSecurity } from './authorisation.ts';
import type { App, Authenticators, OperationTable } from './types.ts';

/** A route as it was registered, for the contract test. */
export interface RegisteredRoute {
  method: string;
  url: string;
  operationId: string | null;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route but HEAD and OPTIONS ones, in order of registration. */
    registeredRoutes: RegisteredRoute[];
  }
}

const FREE_METHODS = new Set(['HEAD', 'OPTIONS']);

const methodsOf = (route: RouteOptions): string[] => [route.method].flat();

function existingHooks(route: RouteOptions): onRequestHookHandler[] {
  return [route.onRequest ?? []].flat() as onRequestHookHandler[];
}

function checkAgainstTable(route: RouteOptions, operations: OperationTable): void {
  const where = `${methodsOf(route).join(',')} ${route.url}`;
  const operationId = route.config?.operationId;
  if (operationId === undefined)
    throw new Error(`${where} has no operationId: write it into the contract first`);
  const operation = operations[operationId];
  if (operation === undefined) throw new Error(`${where}: the contract has no operation ${operationId}`);
  const isHead = route.method === 'HEAD' && operation.method === 'GET';
  if ((operation.method !== route.method && !isHead) || operation.url !== route.url) {
    throw new Error(
      `${where} is not where the contract has ${operationId}: ${operation.method} ${operation.url}`,
    );
  }
}

/**
 * Gives every route the authority that the contract demands, so that none is open by forgetting; refuses at start any
 * route that the contract does not have. `exempt` names the assets of the docs page.
 */
export function guardRoutes(
  app: App,
  operations: OperationTable,
  authenticators: Authenticators,
  exempt: (url: string) => boolean,
): void {
  app.decorate('registeredRoutes', []);
  app.addHook('onRoute', (route) => {
    const methods = methodsOf(route);
    if (methods.every((method) => method === 'OPTIONS') || exempt(route.url)) return;
    checkAgainstTable(route, operations);
    const security = route.config?.security;
    if (security === undefined) throw new Error(`${route.url} has no security in its config`);
    checkSecurity(security, authenticators, `${methods.join(',')} ${route.url}`);
    if (security.length > 0) {
      route.onRequest = [
        authorise(security, authenticators) as onRequestHookHandler,
        ...existingHooks(route),
      ];
    }
    for (const method of methods.filter((name) => !FREE_METHODS.has(name))) {
      app.registeredRoutes.push({ method, url: route.url, operationId: route.config?.operationId ?? null });
    }
  });
}
