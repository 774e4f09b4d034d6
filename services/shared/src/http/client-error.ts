import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { commonErrors, type ProblemError, type ProblemFactory } from '../errors.ts';
import { PROBLEM_TYPE } from './error-handler.ts';
import { afterAnswers, isAnswering, isRefused } from './in-flight.ts';
import { closeGracefully } from './linger.ts';
import { BARE_HEADERS } from './security-headers.ts';

const BY_CODE: Readonly<Record<string, ProblemFactory>> = {
  HPE_HEADER_OVERFLOW: commonErrors.HEADERS_TOO_LARGE,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: commonErrors.BODY_TOO_LARGE,
  ERR_HTTP_REQUEST_TIMEOUT: commonErrors.REQUEST_TIMEOUT,
};

function rawAnswer(problem: ProblemError): { text: string; requestId: string } {
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
  return { text: [start, ...lines, '', body].join('\r\n'), requestId };
}

const answered = new WeakSet<Socket>();

/** Answers with a problem on the raw socket, where no request object exists and no answer is under way, and closes. */
export function answerRaw(
  logger: FastifyBaseLogger,
  socket: Socket,
  problem: ProblemError,
  reason: string | undefined,
): void {
  const { text, requestId } = rawAnswer(problem);
  logger.debug({ reason, status: problem.status, requestId }, 'what arrived was no HTTP request');
  answered.add(socket);
  afterAnswers(socket, () => {
    if (isAnswering(socket) || !socket.writable) socket.destroy();
    else closeGracefully(socket, text);
  });
}

/** Answers bytes that are no HTTP request. */
export function answerClientError(
  logger: FastifyBaseLogger,
  error: Error & { code?: string },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  // What follows bytes that were answered is no request, and neither is anything a refused connection goes on sending.
  else if (answered.has(socket) || isRefused(socket)) return;
  else if (!socket.writable) socket.destroy();
  else answerRaw(logger, socket, (BY_CODE[error.code ?? ''] ?? commonErrors.BAD_REQUEST)(), error.code);
}
