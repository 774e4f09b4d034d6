import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { commonErrors, type ProblemFactory } from '../errors.ts';
import { newId } from '../ids.ts';
import { PROBLEM_TYPE } from './error-handler.ts';
import { BARE_HEADERS } from './security-headers.ts';
import type { App } from './types.ts';

const BY_CODE: Readonly<Record<string, ProblemFactory>> = {
  HPE_HEADER_OVERFLOW: commonErrors.HEADERS_TOO_LARGE,
  ERR_HTTP_REQUEST_TIMEOUT: commonErrors.REQUEST_TIMEOUT,
};

/** Answers what Node could not read as a request, with a problem on the raw socket, and closes the connection. */
export const createClientErrorHandler =
  (problemBaseUrl: string | undefined) =>
  (error: Error & { code?: string }, socket: Socket): void =>
    answerClientError(error, socket, problemBaseUrl);

function answerClientError(
  error: Error & { code?: string },
  socket: Socket,
  problemBaseUrl: string | undefined,
): void {
  // An answer that is under way cannot be followed by another: the client would take it for a part of the first.
  if (!socket.writable || socket.bytesWritten > 0 || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = (BY_CODE[error.code ?? ''] ?? commonErrors.BAD_REQUEST)();
  const requestId = newId();
  const body = JSON.stringify(problem.toProblem('', requestId, problemBaseUrl));
  const headers = {
    ...BARE_HEADERS,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    'x-request-id': requestId,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const start = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`;
  socket.end([start, ...lines, '', body].join('\r\n'));
}

/**
 * Refuses a request without a Host (RFC 9112, 3.2), and an expectation other than 100-continue (RFC 9110, 10.1.1). Node
 * would refuse both by itself, without a problem and without security headers.
 */
export function refuseBadHeaders(app: App): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const { host, expect = '100-continue' } = raw.headers;
    const headers = { connection: 'close' };
    if (host === undefined && raw.httpVersion === '1.1') throw commonErrors.BAD_REQUEST({ headers });
    if (expect.toLowerCase() !== '100-continue') throw commonErrors.EXPECTATION_FAILED({ headers });
    done();
  });
}
