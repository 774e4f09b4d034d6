import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { commonErrors } from '../errors.ts';
import { answerRaw } from './client-error.ts';
import type { App } from './types.ts';

/** For `http` of Fastify's options: Node itself would answer a request without Host with a bare 400. */
export const HOST_IS_OUR_CHECK = { requireHostHeader: false } as const;

const CLOSE = { connection: 'close' };

function faultOfHost({ httpVersion, rawHeaders }: IncomingMessage): string | undefined {
  // `headers` keeps the first of two.
  const lines = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (lines > 1) return 'There may be only one Host';
  return httpVersion === '1.1' && lines === 0 ? 'HTTP/1.1 needs a Host' : undefined;
}

/**
 * Refuses, as problems, what Node refuses with a status and nothing else, or not at all: HTTP/1.1 without Host and any
 * request with two (RFC 9112, 3.2), an Expect other than `100-continue` (RFC 9110, 10.1.1), and CONNECT, which is for
 * proxies (RFC 9110, 9.3.6). To be called after the hooks for ids and security headers.
 */
export function refuseAsProblems(app: App): void {
  const unmet = new WeakSet<IncomingMessage>();
  app.server.on('checkExpectation', (message: IncomingMessage, response: ServerResponse) => {
    unmet.add(message);
    // Like any other request, so that its refusal has an id, the headers, a log line and a metric.
    app.server.emit('request', message, response);
  });
  app.server.on('connect', (_message: IncomingMessage, socket: Socket) => {
    answerRaw(app.log, socket, commonErrors.NOT_IMPLEMENTED(), 'CONNECT');
  });
  app.addHook('onRequest', async ({ raw }) => {
    const detail = faultOfHost(raw);
    if (detail !== undefined) throw commonErrors.BAD_REQUEST({ detail, headers: CLOSE });
    if (unmet.has(raw)) throw commonErrors.EXPECTATION_FAILED({ headers: CLOSE });
  });
}
