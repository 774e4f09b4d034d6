import type { ErrorObject } from 'ajv';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  commonErrors,
  type FieldPlace,
  isDatabaseAway,
  ProblemError,
  type ProblemFactory,
} from '../errors.ts';
import { pathOf } from '../logging.ts';
import { fieldErrors } from '../validation.ts';
import { hasBody, mediaTypeRefused } from './bodies.ts';
import type { NotFoundProblem } from './route-match.ts';
import { BARE_HEADERS } from './security-headers.ts';
import type { App } from './types.ts';

/** Whether an error says that a server behind the service cannot be reached, and not that the code is wrong. */
function isServerUnavailable(error: unknown): boolean {
  const isRedisAway = error instanceof Error && error.name === 'MaxRetriesPerRequestError';
  return isRedisAway || isDatabaseAway(error);
}

const RETRY_SOON = { 'retry-after': '2' };

/** The media type of every error (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

const PLACES: Readonly<Record<string, FieldPlace>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};

const BY_CODE: Readonly<Record<string, ProblemFactory>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: commonErrors.MALFORMED_JSON,
  FST_ERR_CTP_EMPTY_JSON_BODY: commonErrors.MALFORMED_JSON,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: commonErrors.UNSUPPORTED_MEDIA_TYPE,
  FST_ERR_CTP_BODY_TOO_LARGE: commonErrors.BODY_TOO_LARGE,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: commonErrors.BAD_REQUEST,
  FST_ERR_BAD_URL: commonErrors.BAD_REQUEST,
  FST_ERR_MAX_PARAM_LENGTH: commonErrors.URI_TOO_LONG,
  FST_PARTS_LIMIT: commonErrors.BODY_TOO_LARGE,
  FST_FILES_LIMIT: commonErrors.BODY_TOO_LARGE,
  FST_FIELDS_LIMIT: commonErrors.BODY_TOO_LARGE,
  FST_REQ_FILE_TOO_LARGE: commonErrors.FILE_TOO_LARGE,
  FST_MP_PREMATURE_CLOSE: commonErrors.UPLOAD_ABORTED,
  FST_PROTO_VIOLATION: commonErrors.MALFORMED_MULTIPART,
  FST_INVALID_JSON_FIELD_ERROR: commonErrors.MALFORMED_MULTIPART,
};

interface FrameworkError {
  code?: unknown;
  statusCode?: unknown;
  validation?: ErrorObject[];
  validationContext?: string;
}

function fromFramework(error: FrameworkError): ProblemError | undefined {
  if (Array.isArray(error.validation)) {
    const place = PLACES[error.validationContext ?? 'body'] ?? 'body';
    return commonErrors.VALIDATION_FAILED({ errors: fieldErrors(error.validation, place) });
  }
  const known = typeof error.code === 'string' ? BY_CODE[error.code] : undefined;
  if (known !== undefined) return known({ cause: error });
  // secure-json-parse and Fastify's parser give other faults of a body a status and no code.
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return commonErrors.BAD_REQUEST({ cause: error });
  }
  return undefined;
}

/** The problem to answer for anything that was thrown; an error that is not meant for clients becomes INTERNAL. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isServerUnavailable(error)) return commonErrors.UNAVAILABLE({ headers: RETRY_SOON, cause: error });
  if (typeof error === 'object' && error !== null) {
    const known = fromFramework(error);
    if (known !== undefined) return known;
  }
  return commonErrors.INTERNAL({ cause: error });
}

function log(request: FastifyRequest, thrown: unknown, problem: ProblemError): void {
  if (problem.status < 500) request.log.debug({ problem: problem.code }, problem.message);
  // Expected while a server is away: there is no fault to look for.
  else if (thrown instanceof ProblemError && problem.status === 503)
    request.log.warn({ problem: problem.code }, problem.message);
  else request.log.error({ err: thrown, problem: problem.code }, 'a request failed');
}

/** 408 when the time for an answer ran out while the body was still arriving (RFC 9110, 15.5.9). */
function lateBody(request: FastifyRequest, cause: unknown): ProblemError | undefined {
  const { raw } = request;
  const isTimeout = cause instanceof ProblemError && cause.code === 'TIMEOUT';
  if (!isTimeout || !hasBody(request) || raw.complete || raw.readableEnded) return undefined;
  // Parsing what still arrives would produce a second answer.
  for (const event of ['data', 'end', 'error']) raw.removeAllListeners(event);
  return commonErrors.REQUEST_TIMEOUT({ headers: { connection: 'close' }, cause });
}

function problemOf(request: FastifyRequest, thrown: unknown): ProblemError {
  const late = lateBody(request, thrown);
  if (late !== undefined) return late;
  const problem = toProblemError(thrown);
  const isBare = problem.code === 'UNSUPPORTED_MEDIA_TYPE' && problem.detail === undefined;
  return isBare ? mediaTypeRefused(request, thrown) : problem;
}

/** Answers with a problem document. It is sent as text, so that no response schema can fail on the way. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
  const problem = problemOf(request, thrown);
  log(request, thrown, problem);
  void reply
    .code(problem.status)
    .headers(problem.headers)
    .header('cache-control', 'no-store')
    .header('content-type', PROBLEM_TYPE)
    .serializer(String)
    .send(JSON.stringify(problem.toProblem(pathOf(request.url), request.id, request.server.problemBaseUrl)));
}

declare module 'fastify' {
  interface FastifyInstance {
    /** PROBLEM_BASE_URL. */
    problemBaseUrl: string | undefined;
  }
}

/** One handler for every error, and one for every path that does not exist. */
export function renderErrors(
  app: App,
  notFoundProblem: NotFoundProblem,
  isShadowed: (request: FastifyRequest) => boolean,
): void {
  app.setErrorHandler((error, request, reply) => {
    sendProblem(request, reply, error);
  });
  app.setNotFoundHandler((request, reply) => {
    sendProblem(request, reply, notFoundProblem(request));
  });
  app.addHook('onRequest', (request, _reply, done) => {
    done(isShadowed(request) ? notFoundProblem(request) : undefined);
  });
  // A path that does not exist is answered without its body.
  app.addHook('preParsing', (request, _reply, _body, done) => {
    done(request.is404 ? notFoundProblem(request) : undefined);
  });
}

/** For errors before routing (a path that cannot be decoded), where no hook runs. */
export function answerFrameworkError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(BARE_HEADERS).header('x-request-id', request.id);
  // A client that wanted a WebSocket sends no other request on this connection.
  if (request.headers.upgrade !== undefined) reply.header('connection', 'close');
  sendProblem(request, reply, error);
}
