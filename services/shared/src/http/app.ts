import fastify, { type FastifyBaseLogger } from 'fastify';
import { createLogger, type Logger } from '../logging.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { compile } from '../validation.ts';
import { acceptMultipart, allowEmptyBodies, refuseEncodedBodies } from './bodies.ts';
import { controlCaching } from './caching.ts';
import { answerClientError } from './client-error.ts';
import { allowOrigins } from './cors.ts';
import { isDocsAsset, serveDocs } from './docs.ts';
import { answerFrameworkError, renderErrors } from './error-handler.ts';
import { serveHealth } from './health.ts';
import { boundInFlight } from './in-flight.ts';
import { followBodies } from './late-body.ts';
import { boundUnreadBodies } from './linger.ts';
import { serveMetrics } from './metrics.ts';
import { unroutedOf } from './not-found.ts';
import { shedLoad } from './pressure.ts';
import { HOST_IS_OUR_CHECK, refuseAsProblems } from './protocol.ts';
import { limitRates, type RateLimitOptions } from './rate-limit.ts';
import { bindIds, carryRequestIds, logAborts, requestIdOf, RequestLog } from './request-log.ts';
import { guardRoutes } from './route-guard.ts';
import { sendSecurityHeaders } from './security-headers.ts';
import { closeInPhases } from './shutdown.ts';
import type { App, Authenticators, HttpConfig, OperationTable } from './types.ts';
import { endRefusedUpgrades, upgradesOf } from './upgrades.ts';

/** What one service adds to what all have in common. */
export interface AppOptions {
  /** `auth`, `music` or `notification`. */
  service: string;
  /** The bundled contract, served at /openapi.json. */
  contract: object;
  operations: OperationTable;
  config: HttpConfig;
  authenticators: Authenticators;
  readinessChecks?: readonly ReadinessCheck[];
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
  serveHealth(app, service, operations, options.readinessChecks ?? []);
  await serveMetrics(app, service, operations);
  await serveDocs(app, service, contract, operations);
  return app;
}

/** An answer of ours that breaks the contract: our fault, so 500, and the reason is only logged. */
export class ResponseContractError extends Error {
  override readonly name = 'ResponseContractError';
}

/**
 * Validates requests and answers by the contract's schemas. Answers are checked too, because fast-json-stringify would
 * silently drop, coerce or let pass what the contract does not allow.
 */
export function setCompilers(app: App): void {
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compile(schema as object, httpPart === 'body' ? 'exact' : 'text'),
  );
  app.setSerializerCompiler(({ schema, method, url, httpStatus }) => {
    const validate = compile(schema, 'answer');
    return (data) => {
      if (validate(data)) return JSON.stringify(data);
      const fault = validate.errors?.[0];
      throw new ResponseContractError(
        `${method} ${url} ${httpStatus ?? ''}: ${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}`,
      );
    };
  });
}
