import fastify, { type FastifyBaseLogger } from 'fastify';
import { createLogger, type Logger } from '../logging/index.ts';
import { renderErrors } from './error-handler.ts';
import { setCompilers } from './compilers.ts';
import { reportHealth } from './readiness.ts';
import { carryRequestIds, requestIdOf } from './request-id.ts';
import { guardRoutes } from './route-guard.ts';
import type { App, Authenticators, Dependency, HttpConfig, OperationTable } from './types.ts';

export interface AppOptions {
  /** `auth`, `music` or `notification`. */
  service: string;
  /** The bundled contract, served at /openapi.json. */
  contract: object;
  operations: OperationTable;
  config: HttpConfig;
  authenticators: Authenticators;
  dependencies?: readonly Dependency[];
  logger?: Logger;
}

const BODY_LIMIT_BYTES = 64 * 1024;

function createServer(options: AppOptions): App {
  const logger: FastifyBaseLogger = options.logger ?? createLogger(options.service, options.config);
  return fastify({
    loggerInstance: logger,
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.config.TRUST_PROXY === '' ? false : options.config.TRUST_PROXY,
    return503OnClosing: false,
  }) as App;
}

/** The one place that owns every Fastify option. Servers and tests call the same. */
export async function createApp(options: AppOptions): Promise<App> {
  const app = createServer(options);
  app.decorateRequest('principal', null);
  setCompilers(app);
  renderErrors(app);
  carryRequestIds(app);
  for (const authenticator of Object.values(options.authenticators)) await authenticator.prepare?.(app);
  guardRoutes(app, options.operations, options.authenticators, (url) => url.startsWith('/docs/'));
  reportHealth(app, options.service, options.operations, options.dependencies ?? []);
  return app;
}
