import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { commonErrors, type ProblemFactory } from '../problem/index.ts';
import { PROBLEM_TYPE } from './error-handler.ts';
import { BARE_HEADERS } from './security-headers.ts';

const BY_CODE: Readonly<Record<string, ProblemFactory>> = {
  HPE_HEADER_OVERFLOW: commonErrors.HEADERS_TOO_LARGE,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: commonErrors.BODY_TOO_LARGE,
  ERR_HTTP_REQUEST_TIMEOUT: commonErrors.REQUEST_TIMEOUT,
};

function rawAnswer(code: string | undefined): { status: number; text: string; requestId: string } {
  const problem = (BY_CODE[code ?? ''] ?? commonErrors.BAD_REQUEST)();
  const requestId = uuidv7();
  const body = JSON.stringify(problem.toProblem('', requestId));
  const headers = {
    ...BARE_HEADERS,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    'x-request-id': requestId,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const start = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`;
  return { status: problem.status, text: [start, ...lines, '', body].join('\r\n'), requestId };
}

/** Answers bytes that are no HTTP request, where no request object exists yet, on the raw socket. */
export function answerClientError(
  logger: FastifyBaseLogger,
  error: Error & { code?: string },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, text, requestId } = rawAnswer(error.code);
  logger.debug({ code: error.code, status, requestId }, 'what arrived was no HTTP request');
  socket.end(text);
}
