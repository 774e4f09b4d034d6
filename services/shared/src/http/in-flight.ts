import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { commonErrors, type ProblemError } from '../errors.ts';
import { cutAtLimit } from './linger.ts';
import type { App } from './types.ts';

/** Requests of one connection that are begun before the first of them is answered. No client we know sends even two. */
const MOST_IN_FLIGHT = 32;
/** How long a client over the limit has to read its answers. Then the connection is cut. */
const REFUSED_MS = 10_000;

/** By connection, what is not fully answered yet. */
const begun = new WeakMap<Socket, Map<IncomingMessage, ServerResponse>>();
const refused = new WeakSet<Socket>();
const surplus = new WeakSet<IncomingMessage>();

/** How many requests of this connection are not fully answered yet. */
export const inFlight = (socket: Socket): number => begun.get(socket)?.size ?? 0;

/** Whether this connection sent more requests at once than are taken: nothing it sends from now on is read. */
export const isRefused = (socket: Socket): boolean => refused.has(socket);

/** Whether part of an answer is on its way: whatever else is written now would be taken for the rest of it. */
export const isAnswering = (socket: Socket): boolean =>
  [...(begun.get(socket)?.values() ?? [])].some(({ headersSent }) => headersSent);

/** Acts once every request that arrived in full is answered, so that answers keep the order of requests; 10 s at most. */
export function afterAnswers(socket: Socket, act: () => void): void {
  const whole = [...(begun.get(socket) ?? [])].filter(([message]) => message.complete);
  if (whole.length === 0) {
    act();
    return;
  }
  cutAtLimit(socket, REFUSED_MS);
  let left = whole.length;
  for (const [, response] of whole) {
    response.once('close', () => {
      left -= 1;
      if (left === 0) act();
    });
  }
}

/** What answers the request that was one too many, and ends its connection. */
export function surplusOf(message: IncomingMessage): ProblemError | undefined {
  if (!surplus.has(message)) return undefined;
  const detail = `At most ${MOST_IN_FLIGHT} requests may wait on one connection`;
  return commonErrors.RATE_LIMITED({ detail, headers: { connection: 'close', 'retry-after': '1' } });
}

function refuse(message: IncomingMessage): void {
  const { socket } = message;
  surplus.add(message);
  refused.add(socket);
  cutAtLimit(socket, REFUSED_MS);
  // Once the parser is done with what it has. A listener of ours takes the connection's bytes away from it.
  process.nextTick(() => socket.removeAllListeners('data').on('data', () => undefined));
}

function follow(message: IncomingMessage, response: ServerResponse): void {
  const { socket } = message;
  const requests = begun.get(socket) ?? new Map<IncomingMessage, ServerResponse>();
  begun.set(socket, requests.set(message, response));
  response.once('close', () => requests.delete(message));
}

/**
 * Bounds what a client can have begun by writing requests without reading their answers: 429 RATE_LIMITED to the first
 * beyond the limit, which ends the connection, and nothing to those after it. To be called after the hooks for ids and
 * security headers.
 */
export function boundInFlight(app: App): void {
  const serve = app.server.listeners('request') as RequestListener[];
  app.server.removeAllListeners('request');
  app.server.on('request', (message, response) => {
    const { socket } = message;
    if (isRefused(socket)) return;
    if (inFlight(socket) === MOST_IN_FLIGHT) refuse(message);
    else follow(message, response);
    for (const listener of serve) listener(message, response);
  });
  app.addHook('onRequest', async ({ raw }) => {
    const refusal = surplusOf(raw);
    if (refusal !== undefined) throw refusal;
  });
}
