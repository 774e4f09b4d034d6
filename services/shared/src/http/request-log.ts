import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { withIds } from '../logging.ts';
import { type Scope, scopes } from '../scope.ts';
import { PROBES } from './health.ts';
import type { App } from './types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Made by the first hook. */
    scope: Scope;
    /** What the route and `app.route` say; read once, because `routeOptions` makes a new object at each use. */
    route: FastifyContextConfig & { url?: string };
  }
}

const SAFE_ID = /^[\w-]{8,64}$/;

const safeId = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && SAFE_ID.test(value) ? value : undefined;

/** The caller's `x-request-id` if it is safe in a log, else a new UUID (version 7; in no order within a millisecond). */
export function requestIdOf(message: IncomingMessage): string {
  return safeId(message.headers['x-request-id']) ?? randomUUIDv7();
}

/** The caller's `x-correlation-id` if it is safe in a log, else the request's own id. */
function correlationIdFrom(message: IncomingMessage, requestId: string): string {
  return safeId(message.headers['x-correlation-id']) ?? requestId;
}

/** The logger of one request: every line has both ids. */
export function bindIds(
  logger: FastifyBaseLogger,
  bindings: Record<string, unknown>,
  _options: object,
  message: IncomingMessage,
): FastifyBaseLogger {
  const requestId = String(bindings['requestId']);
  return withIds(logger, { requestId, correlationId: correlationIdFrom(message, requestId) });
}

/** Puts both ids on the request, into the answer's headers, and into the context of everything that the request starts. */
export function carryRequestIds(app: App): void {
  app.decorateRequest('correlationId', '');
  app.decorateRequest('scope');
  app.decorateRequest('route');
  app.addHook('onRequest', (request, reply, done) => {
    const { id } = request;
    const correlationId = correlationIdFrom(request.raw, id);
    request.correlationId = correlationId;
    request.route = request.routeOptions.config;
    request.scope = { ids: { correlationId, requestId: id } };
    reply.header('x-request-id', id).header('x-correlation-id', correlationId);
    scopes.run(request.scope, done);
  });
  // A body arrives in the scope of its socket, so the request's scope is entered again for what follows.
  app.addHook('preValidation', ({ scope }, _reply, done) => {
    if (scopes.getStore() === scope) done();
    else scopes.run(scope, done);
  });
}

/** A player reads a file in many ranges; the one that begins the file has a line at info. */
const isContinued = (reply: FastifyReply): boolean =>
  reply.statusCode === 206 && !String(reply.getHeader('content-range')).startsWith('bytes 0-');

const levelOf = ({ route }: FastifyRequest, reply?: FastifyReply): 'debug' | 'info' =>
  PROBES.has(route.url ?? '') || (reply !== undefined && isContinued(reply)) ? 'debug' : 'info';

const describe = (request: FastifyRequest): object => ({
  req: request,
  operationId: request.route.operationId,
  userId: request.principal?.userId,
});

/** One line per request, when it is over; probes only at debug level. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {
    // The line at the end has all of it.
  }

  override routeNotFound(): void {
    // The line at the end has the status.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = { ...describe(request), res: reply, durationMs: Math.round(reply.elapsedTime * 10) / 10 };
    if (error != null) request.log.warn({ ...line, err: error }, 'request broke off');
    else request.log[levelOf(request, reply)](line, 'request');
  }
}

/** One line, too, for a request whose client left before the body or the answer was complete. */
export function logAborts(app: App): void {
  app.addHook('onRequestAbort', async (request) => {
    request.log[levelOf(request)](describe(request), 'request aborted');
  });
}
