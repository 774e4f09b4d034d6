import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { FastifyBaseLogger } from 'fastify';
import { markBound, runWithContext } from '../logging/index.ts';
import type { App } from './types.ts';

const ACCEPTABLE = /^[\w-]{8,64}$/;

function acceptable(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && ACCEPTABLE.test(value) ? value : undefined;
}

/** The caller's `x-request-id` if it is harmless in a log, else a new UUID (version 7). */
export function requestIdOf(message: IncomingMessage): string {
  return acceptable(message.headers['x-request-id']) ?? uuidv7();
}

/** The caller's `x-correlation-id` if it is harmless, else the request's own id. */
export function correlationIdFrom(message: IncomingMessage, requestId: string): string {
  return acceptable(message.headers['x-correlation-id']) ?? requestId;
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

/** Ids in and out: on the request, in the answer's headers, and in the context of everything that it starts. */
export function carryRequestIds(app: App): void {
  app.decorateRequest('correlationId', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.correlationId = correlationIdFrom(request.raw, request.id);
    reply.header('x-request-id', request.id).header('x-correlation-id', request.correlationId);
    runWithContext({ correlationId: request.correlationId, requestId: request.id }, done);
  });
  // A body arrives in the context of its socket, so the hooks and the handler after it enter again.
  app.addHook('preValidation', (request, _reply, done) => {
    runWithContext({ correlationId: request.correlationId, requestId: request.id }, done);
  });
}
