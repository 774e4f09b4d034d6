import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonErrors } from '../problem/index.ts';
import type { App } from './types.ts';

/** For `http` of Fastify's options: Node itself would answer a request without Host with a bare 400. */
export const HOST_IS_OUR_CHECK = { requireHostHeader: false } as const;

const CLOSE = { connection: 'close' };

function lacksHost({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

/**
 * Refuses, as problems, what Node refuses with a status and nothing else: HTTP/1.1 without Host (RFC 9112, 3.2) and
 * an Expect other than `100-continue` (RFC 9110, 10.1.1). To be called after the hooks for ids and security headers.
 */
export function refuseAsProblems(app: App): void {
  const unmet = new WeakSet<IncomingMessage>();
  app.server.on('checkExpectation', (message: IncomingMessage, response: ServerResponse) => {
    unmet.add(message);
    // Like any other request, so that its refusal has an id, the headers, a log line and a metric.
    app.server.emit('request', message, response);
  });
  app.addHook('onRequest', async ({ raw }) => {
    if (lacksHost(raw)) throw commonErrors.BAD_REQUEST({ detail: 'HTTP/1.1 needs a Host', headers: CLOSE });
    if (unmet.has(raw)) throw commonErrors.EXPECTATION_FAILED({ headers: CLOSE });
  });
}
