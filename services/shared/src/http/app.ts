import fastify, { type FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';
import type { IdempotencyKeys } from '../idempotency-keys.ts';
import { createLogger, type Logger } from '../logging.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { compile } from '../validation.ts';
import { acceptMultipart, allowEmptyBodies, refuseEncodedBodies } from './bodies.ts';
import { controlCaching } from './caching.ts';
import { createClientErrorHandler, refuseBadHeaders } from './client-error.ts';
import { allowOrigins, createOriginFilter } from './cors.ts';
import { isDocsAsset, serveDocs } from './docs.ts';
import { drainRefusedBodies } from './drain.ts';
import { answerFrameworkError, renderErrors } from './error-handler.ts';
import { serveHealth, shedLoad } from './health.ts';
import { serveMetrics } from './metrics.ts';
import { isProblemPage, serveProblemPages } from './problem-pages.ts';
import { trustedProxies, warnOfUnknownProxy } from './proxies.ts';
import { limitRates } from './rate-limit.ts';
import { createBoundedServer, READER_LIMITS, type ReaderLimits } from './readers.ts';
import { bindIds, carryRequestIds, logAborts, requestIdOf, RequestLog } from './request-log.ts';
import { guardRoutes } from './route-guard.ts';
import { createNotFoundProblem, createShadowCheck, createUpgradeDecision } from './route-match.ts';
import { sendSecurityHeaders } from './security-headers.ts';
import { closeInPhases } from './shutdown.ts';
import type { App, Authenticators, HttpConfig, OperationTable } from './types.ts';

/** What one service adds to what all services have in common. */
export interface AppOptions {
  /** `auth`, `music` or `notification`. */
  service: string;
  /** The JSON file of the bundled contract, served at /openapi.json. */
  contract: URL;
  operations: OperationTable;
  /** YAML files to serve beside it, by the operation that serves each. */
  documents?: Readonly<Record<string, URL>>;
  config: HttpConfig;
  /** By the name of their security scheme in the contract. */
  authenticators: Authenticators;
  /** For the operations whose contract has the header Idempotency-Key. */
  idempotencyKeys?: IdempotencyKeys;
  readinessChecks?: readonly ReadinessCheck[];
  logger?: Logger;
  /** Where requests are counted for the routes' `config.rateLimit`. Without `redis`, in this process. */
  rateLimit?: { redis?: Redis | undefined };
  /**
   * Longest time for a JSON answer, default 4.5 s. Then 503 TIMEOUT, or 408 while the body is still arriving. Calls of
   * other servers fail a little earlier: 503 UNAVAILABLE.
   */
  handlerTimeoutMs?: number;
  readerLimits?: Partial<ReaderLimits>;
}

/** Leaves a busy machine half a second, so that clients that wait for 5 s have the answer. */
const HANDLER_TIMEOUT_MS = 4_500;
const BODY_LIMIT_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;
/** Longer than the gateway keeps an idle connection, so that it never sends a request on one that closes. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Longer than the wait for MongoDB at the start. */
const PLUGIN_TIMEOUT_MS = 60_000;
/** For the slowest upload; JSON routes have the handler's time limit. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/** The one place that owns every Fastify option. Services and tests call the same function. */
export async function createApp(options: AppOptions): Promise<App> {
  const { service, operations, config, authenticators } = options;
  const app = createServer(options);
  // Fastify parses it by default. No contract accepts it, and any page can send it from a form without a preflight.
  app.removeContentTypeParser('text/plain');
  app.decorate('problemBaseUrl', config.PROBLEM_BASE_URL);
  app.decorateRequest('principal', null);
  app.decorateRequest('idempotency', null);
  setCompilers(app);
  carryRequestIds(app);
  renderErrors(app, createNotFoundProblem(app, operations), createShadowCheck(operations));
  logAborts(app);
  warnOfUnknownProxy(app);
  closeInPhases(app, config.SHUTDOWN_TIMEOUT_MS);
  sendSecurityHeaders(app);
  refuseBadHeaders(app);
  drainRefusedBodies(app);
  refuseEncodedBodies(app);
  allowEmptyBodies(app);
  await allowOrigins(app, createOriginFilter(config));
  controlCaching(app);
  await shedLoad(app);
  await acceptMultipart(app, operations);
  for (const authenticator of Object.values(authenticators)) await authenticator.prepare?.(app);
  guardRoutes(app, {
    operations,
    authenticators,
    idempotencyKeys: options.idempotencyKeys,
    exempt: (url) => isDocsAsset(url) || isProblemPage(url),
    handlerTimeoutMs: options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
  });
  await limitRates(app, options.rateLimit?.redis);
  serveHealth(app, service, operations, options.readinessChecks ?? []);
  serveMetrics(app, service, operations, config);
  serveDocs(app, options, operations);
  serveProblemPages(app);
  return app;
}

/** In place of Fastify's own compilers, which it would load although `setCompilers` replaces them: 3 MiB. */
function noCompiler(): never {
  throw new Error('Fastify has no compiler before setCompilers');
}

function createServer(options: AppOptions): App {
  const logger: FastifyBaseLogger = options.logger ?? createLogger(options.service, options.config);
  return fastify({
    loggerInstance: logger,
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    logController: new RequestLog(),
    childLoggerFactory: bindIds,
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (handle) => {
      const server = createBoundedServer(
        handle,
        {
          requestTimeout: REQUEST_TIMEOUT_MS,
          headersTimeout: HEADERS_TIMEOUT_MS,
          keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
          // `refuseBadHeaders` does it, with our headers.
          requireHostHeader: false,
          shouldUpgradeCallback: createUpgradeDecision(options.operations),
        },
        { ...READER_LIMITS, ...options.readerLimits },
        logger,
      );
      server.maxConnections = options.config.MAX_CONNECTIONS;
      return server;
    },
    pluginTimeout: PLUGIN_TIMEOUT_MS,
    trustProxy: trustedProxies(options.config),
    // While closing, requests on open connections are still answered; the listener refuses new connections.
    return503OnClosing: false,
    clientErrorHandler: createClientErrorHandler(options.config.PROBLEM_BASE_URL),
    frameworkErrors: answerFrameworkError,
  });
}

/** An answer of the service that breaks the contract: 500 for the client, the reason for the log. */
class ResponseContractError extends Error {
  override readonly name = 'ResponseContractError';
}

/**
 * Validates requests and answers by the contract's schemas. Answers are validated too, because fast-json-stringify would
 * drop or coerce what the contract does not allow, without an error.
 */
function setCompilers(app: App): void {
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
