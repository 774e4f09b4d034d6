import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Deadline } from '../deadline.ts';
import { commonErrors } from '../errors.ts';

/** The part of the limit after which calls of other servers fail, so that the answer can say why. */
const CALLS_SHARE = 0.9;

const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();

/** An answer that is on its way must not be mixed with the one of the limit. What still runs has limits of its own. */
const stopTimer = (
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void => {
  clearTimeout(timers.get(request));
  done(null, payload);
};

/**
 * Answers a route's requests within `limitMs`, whatever they wait for: 503 TIMEOUT, or 408 while the body is still
 * arriving. Calls of other servers fail a little earlier. Fastify's `handlerTimeout` does not do this: it ends with the
 * `close` event of the request, which Node emits as soon as the body is read.
 */
export function limitAnswer(route: RouteOptions, limitMs: number): void {
  const begin = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const deadline = new Deadline(limitMs * CALLS_SHARE);
    const timer = setTimeout(() => {
      if (!reply.sent) void reply.send(commonErrors.TIMEOUT());
    }, limitMs);
    timers.set(request, timer);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      deadline.end();
    });
    request.scope.deadline = deadline;
    done();
  };
  route.onRequest = [begin, ...[route.onRequest ?? []].flat()];
  route.onSend = [stopTimer, ...[route.onSend ?? []].flat()];
}
