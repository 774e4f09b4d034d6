import type { IncomingMessage } from 'node:http';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { newId } from '../ids.ts';
import { markBound, runWithContext } from '../logging.ts';
import { PROBES } from './health.ts';
import type { App } from './types.ts';

const SAFE_ID = /^[\w-]{8,64}$/;

const safeId = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && SAFE_ID.test(value) ? value : undefined;

/** The caller's `x-request-id` if it is safe in a log, else a new UUID (version 7). */
export function requestIdOf(message: IncomingMessage): string {
  return safeId(message.headers['x-request-id']) ?? newId();
}

/** The caller's `x-correlation-id` if it is safe in a log, else the request's own id. */
function correlationIdFrom(message: IncomingMessage, requestId: string): string {
  return safeId(message.headers['x-correlation-id']) ?? requestId;
}

/** The logger of one request: every line has both ids. */
export function bindIds(
  logger: FastifyBaseLogger,
  bindings: Record<string, unknown>,
  options: object,
  message: IncomingMessage,
): FastifyBaseLogger {
  const correlationId = correlationIdFrom(message, String(bindings['requestId']));
  return markBound(logger.child({ ...bindings, correlationId }, options));
}

/** Puts both ids on the request, into the answer's headers, and into the context of everything that the request starts. */
export function carryRequestIds(app: App): void {
  app.decorateRequest('correlationId', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.correlationId = correlationIdFrom(request.raw, request.id);
    reply.header('x-request-id', request.id).header('x-correlation-id', request.correlationId);
    runWithContext({ correlationId: request.correlationId, requestId: request.id }, done);
  });
  // A body arrives in the context of its socket, so the request's context is entered again for what follows.
  app.addHook('preValidation', (request, _reply, done) => {
    runWithContext({ correlationId: request.correlationId, requestId: request.id }, done);
  });
}

const levelOf = ({ routeOptions }: FastifyRequest): 'debug' | 'info' =>
  PROBES.has(routeOptions.url ?? '') ? 'debug' : 'info';

const describe = (request: FastifyRequest): object => ({
  req: request,
  operationId: request.routeOptions.config.operationId,
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
    else request.log[levelOf(request)](line, 'request');
  }
}

/** One line, too, for a request whose client left before the body or the answer was complete. */
export function logAborts(app: App): void {
  app.addHook('onRequestAbort', async (request) => {
    request.log[levelOf(request)](describe(request), 'request aborted');
  });
}
