import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import type { Unrouted } from './not-found.ts';
import type { App } from './types.ts';

const arriving = new WeakSet<FastifyRequest>();

/** Knows of each request whether its body is being waited for. An address that does not exist waits for none. */
export function followBodies(app: App, unrouted: Unrouted): void {
  app.addHook('preParsing', async (request) => {
    if (request.is404) throw unrouted(request);
    arriving.add(request);
  });
  app.addHook('preValidation', async (request) => {
    arriving.delete(request);
  });
}

/** Whether the time for an answer ran out on a body that never came: the sender's fault (RFC 9110, 15.5.9). */
export function isBodyLate(request: FastifyRequest, error: unknown): boolean {
  const isTimeout = error instanceof Error && 'code' in error && error.code === 'FST_ERR_HANDLER_TIMEOUT';
  return isTimeout && arriving.has(request);
}

/** 408 that closes the connection. Discard the rest of the body; parsing it would produce a second answer. */
export function giveUpBody({ raw }: FastifyRequest, cause: unknown): ProblemError {
  for (const event of ['data', 'end', 'error']) raw.removeAllListeners(event);
  return commonErrors.REQUEST_TIMEOUT({ headers: { connection: 'close' }, cause });
}
