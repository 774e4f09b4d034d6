import fastify, { type FastifyBaseLogger } from 'fastify';
import type { Dependency } from '../backing/index.ts';
import { createLogger, type Logger } from '../logging/index.ts';
import { allowEmptyBodies, refuseEncodedBodies } from './bodies.ts';
import { controlCaching } from './caching.ts';
import { answerClientError } from './client-error.ts';
import { setCompilers } from './compilers.ts';
import { allowOrigins } from './cors.ts';
import { isDocsAsset, serveDocs } from './docs.ts';
import { answerFrameworkError, renderErrors } from './error-handler.ts';
import { boundInFlight } from './in-flight.ts';
import { followBodies } from './late-body.ts';
import { boundUnreadBodies } from './linger.ts';
import { measure } from './metrics.ts';
import { acceptMultipart } from './multipart-media.ts';
import { shedLoad } from './pressure.ts';
import { HOST_IS_OUR_CHECK, refuseAsProblems } from './protocol.ts';
import { limitRates, type RateLimitOptions } from './rate-limit.ts';
import { reportHealth } from './readiness.ts';
import { bindIds, carryRequestIds, requestIdOf } from './request-id.ts';
import { logAborts, RequestLog } from './request-log.ts';
import { guardRoutes } from './route-guard.ts';
import { sendSecurityHeaders } from './security-headers.ts';
import { closeInPhases } from './shutdown.ts';
import { unroutedOf } from './unrouted.ts';
import { endRefusedUpgrades, upgradesOf } from './upgrades.ts';
import type { App, Authenticators, HttpConfig, OperationTable } from './types.ts';

/** What one service adds to what all have in common. */
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
  /** Where `config.rateLimit` of the routes counts. Without `redis`, in this process. */
  rateLimit?: RateLimitOptions;
  /** Longest time for a JSON answer, default 4.9 s; then 503 TIMEOUT, or 408 if the body is not here yet; `request.signal` aborts. */
  handlerTimeoutMs?: number;
}

const HANDLER_TIMEOUT_MS = 4_900;

const BODY_LIMIT_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;
/** Longer than any backing server may take to be reached at the start. */
const PLUGIN_TIMEOUT_MS = 60_000;
/** For the slowest upload; JSON routes have `handlerTimeout`. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

function createServer(options: AppOptions): App {
  const logger: FastifyBaseLogger = options.logger ?? createLogger(options.service, options.config);
  const proxies = options.config.TRUST_PROXY;
  return fastify({
    loggerInstance: logger,
    logController: new RequestLog(),
    childLoggerFactory: bindIds,
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, ...HOST_IS_OUR_CHECK, ...upgradesOf(options.operations) },
    pluginTimeout: PLUGIN_TIMEOUT_MS,
    trustProxy: proxies === '' ? false : proxies.split(',').map((range) => range.trim()),
    // While closing, requests that were under way are answered; the listener refuses new ones.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerClientError(logger, error, socket),
    frameworkErrors: answerFrameworkError,
  });
}

/** The one place that owns every Fastify option. Servers and tests call the same. */
export async function createApp(options: AppOptions): Promise<App> {
  const { service, contract, operations, config, authenticators } = options;
  const app = createServer(options);
  // Fastify parses it unasked; no contract takes it, and a form of any page may send it without a preflight.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('principal', null);
  setCompilers(app);
  const unrouted = unroutedOf(app, operations);
  renderErrors(app, unrouted);
  endRefusedUpgrades(app);
  carryRequestIds(app);
  logAborts(app);
  closeInPhases(app, config.SHUTDOWN_TIMEOUT_MS);
  await sendSecurityHeaders(app);
  refuseAsProblems(app);
  boundInFlight(app);
  boundUnreadBodies(app);
  followBodies(app, unrouted);
  refuseEncodedBodies(app);
  allowEmptyBodies(app);
  await allowOrigins(app, config.CORS_ORIGINS);
  await controlCaching(app);
  await shedLoad(app);
  await acceptMultipart(app, operations);
  for (const authenticator of Object.values(authenticators)) await authenticator.prepare?.(app);
  guardRoutes(app, {
    operations,
    authenticators,
    exempt: isDocsAsset,
    handlerTimeoutMs: options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
  });
  await limitRates(app, options.rateLimit ?? {});
  reportHealth(app, service, operations, options.dependencies ?? []);
  await measure(app, service, operations);
  await serveDocs(app, service, contract, operations);
  return app;
}
