import type { RouteOptions } from 'fastify';
import { limitAnswer } from './answer-limit.ts';
import { authorise, checkSecurity } from './authorisation.ts';
import type { IdempotencyKeys } from '../idempotency-keys.ts';
import { keepAnswers } from './idempotency.ts';
import { linkPages } from './link-next.ts';
import { refuseUnknownConditions } from './preconditions.ts';
import type { App, Authenticators, Operation, OperationTable } from './types.ts';

/** A route as it was registered, for the contract test. */
interface RegisteredRoute {
  method: string;
  url: string;
  operationId: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route but HEAD and OPTIONS ones, in order of registration. */
    registeredRoutes: RegisteredRoute[];
  }
}

const FREE_METHODS = new Set(['HEAD', 'OPTIONS']);

const methodsOf = (route: RouteOptions): string[] => [route.method].flat();

function operationOf(route: RouteOptions, operations: OperationTable): Operation {
  const where = `${methodsOf(route).join(',')} ${route.url}`;
  const operationId = route.config?.operationId;
  if (operationId === undefined)
    throw new Error(
      `${where} has no operationId: spread its operation, and the operation's config into its config`,
    );
  const operation = operations[operationId];
  if (operation === undefined) throw new Error(`${where}: the contract has no operation ${operationId}`);
  const isHead = route.method === 'HEAD' && operation.method === 'GET';
  if ((operation.method !== route.method && !isHead) || operation.url !== route.url) {
    throw new Error(
      `${where} is not where the contract has ${operationId}: ${operation.method} ${operation.url}`,
    );
  }
  return operation;
}

interface RouteRules {
  operations: OperationTable;
  authenticators: Authenticators;
  idempotencyKeys?: IdempotencyKeys | undefined;
  /** URLs that need no operation: the assets of the docs page. */
  exempt(url: string): boolean;
  /** For routes that answer JSON; uploads, streams and sockets have no such limit. */
  handlerTimeoutMs: number;
}

function answersJson({ config, schema }: Operation): boolean {
  if (config.multipart !== undefined || config.websocket === true) return false;
  const response = (schema.response ?? {}) as Readonly<Record<string, unknown>>;
  const succeeds = Object.entries(response).filter(([status]) => status.startsWith('2'));
  return succeeds.every(
    ([, answer]) => typeof answer !== 'object' || answer === null || !('content' in answer),
  );
}

function guard(route: RouteOptions, operation: Operation, rules: RouteRules): void {
  const { security } = operation.config;
  checkSecurity(security, rules.authenticators, `${methodsOf(route).join(',')} ${route.url}`);
  if (security.length > 0) {
    route.onRequest = [authorise(security, rules.authenticators), ...[route.onRequest ?? []].flat()];
  }
  refuseUnknownConditions(route, operation);
  linkPages(route, operation);
  keepAnswers(route, operation, rules.idempotencyKeys);
  // Last, so that it is the first hook.
  if (answersJson(operation)) limitAnswer(route, rules.handlerTimeoutMs);
}

/**
 * Gives every route the authorisation that the contract demands, so that no route is open by mistake.
 * @throws Error at the start for a route that the contract does not have, or has under another method or URL
 */
export function guardRoutes(app: App, rules: RouteRules): void {
  app.decorate('registeredRoutes', []);
  app.addHook('onRoute', (route) => {
    const methods = methodsOf(route);
    if (methods.every((method) => method === 'OPTIONS') || rules.exempt(route.url)) return;
    const operation = operationOf(route, rules.operations);
    guard(route, operation, rules);
    for (const method of methods.filter((name) => !FREE_METHODS.has(name))) {
      app.registeredRoutes.push({ method, url: route.url, operationId: operation.config.operationId });
    }
  });
}
