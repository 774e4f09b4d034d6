import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import type { App } from './types.ts';

const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** One line per request, when it is over; probes only at debug level. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {
    // The line at the end says all that this one would.
  }

  override routeNotFound(): void {
    // The line at the end has the status.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const { url, config } = request.routeOptions;
    const line = {
      req: request,
      res: reply,
      operationId: config.operationId,
      userId: request.principal?.userId,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (error != null) request.log.warn({ ...line, err: error }, 'request broke off');
    else if (PROBES.has(url ?? '')) request.log.debug(line, 'request');
    else request.log.info(line, 'request');
  }
}

/** One line too for a request whose sender left before its answer was complete, unless its body had been read. */
export function logAborts(app: App): void {
  app.addHook('onRequestAbort', async (request) => {
    const { url, config } = request.routeOptions;
    const line = { req: request, operationId: config.operationId, userId: request.principal?.userId };
    request.log[PROBES.has(url ?? '') ? 'debug' : 'info'](line, 'request aborted');
  });
}
