import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, type LoggerOptions, pino } from 'pino';

// An allow list, because a secret under a name that nobody thought of must not reach a log either.
const HARMLESS = new Set(['limit', 'cursor', 'sort', 'order', 'expires', 'size', 'w', 'v']);

/** A request's URL for logs: the values of all query parameters but a few harmless ones become `*`. */
export function safeUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const parameters = url
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return HARMLESS.has(name) ? pair : `${name}=*`;
    });
  return `${url.slice(0, start)}?${parameters.join('&')}`;
}

/** The path of a URL, without its query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

// Only these members: drivers hang whole commands, and Ajv whole bodies, on their errors.
function describe(error: Error, depth: number): LoggedError {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause instanceof Error && depth < 5 ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}

/** An error for logs; anything that was thrown and is not an error becomes its kind only. */
function err(error: unknown): LoggedError {
  if (error instanceof Error) return describe(error, 0);
  return { type: 'NonError', message: `something that is not an Error was thrown: ${typeof error}` };
}

/** A request for logs: no headers, no body, and the URL without sensitive values. */
function req(request: { method: string; url: string; ip?: string }): object {
  return { method: request.method, url: safeUrl(request.url), remoteAddress: request.ip };
}

function res(reply: { statusCode: number }): object {
  return { statusCode: reply.statusCode };
}

/** How pino writes `err`, `req` and `res`. */
export const serializers = { err, error: err, req, res };

/** What every log line and every event of one request or one message carries. */
export interface RequestContext {
  correlationId: string;
  requestId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and everything that it starts, with this context. */
export function runWithContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request or message being handled, if there is one. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** The correlation id of the request or message being handled, if there is one. */
export function currentCorrelationId(): string | undefined {
  return storage.getStore()?.correlationId;
}

/** What this folder's neighbours log with: pino's logger or Fastify's view of it. */
export type Logger = FastifyBaseLogger;

/** For callers that pass no logger. */
export const silentLogger: Logger = pino({ level: 'silent' });

/** The sentence of an unknown error; node's AggregateError has an empty one of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}

const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'ticket',
  'signature',
  'otp',
  'secret',
  'clientSecret',
];

/** On loggers that carry the ids of a request already, and on their children: the mixin would write them twice. */
const BOUND = Symbol('carries the ids of its request');

// Everywhere else `code` is the name of an error or of a problem.
const CODES = ['body.code', 'query.code', 'data.code', '*.body.code', '*.query.code', '*.data.code'];

/** Every secret name at the top of a line and up to two objects down. */
function redactedPaths(): string[] {
  const quoted = SECRET_NAMES.map((name) => `["${name}"]`);
  return [...CODES, ...['', '*', '*.*'].flatMap((above) => quoted.map((name) => above + name))];
}

function options(service: string, level: string): LoggerOptions {
  return {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'msg',
    formatters: { level: (label) => ({ level: label }) },
    serializers,
    redact: { paths: redactedPaths(), censor: '[redacted]' },
    mixin: (_line, _level, logger) => (BOUND in logger ? {} : { ...currentContext() }),
  };
}

/**
 * Each line is written before the call returns: lines that a thread writes may overtake each other when the process
 * exits, and the last ones before an exit are the ones that somebody will read.
 */
function standardOutput(): DestinationStream {
  return pino.destination({ dest: process.stdout.fd, sync: true });
}

/**
 * The logger of one service: JSON lines on standard output, secrets redacted, and the ids of the request or
 * message being handled on every line.
 *
 * @param destination where the lines go; standard output unless given
 */
export function createLogger(
  service: string,
  config: { LOG_LEVEL: string },
  destination: DestinationStream = standardOutput(),
): Logger {
  return pino(options(service, config.LOG_LEVEL), destination);
}

/** Notes that this logger's bindings hold the ids of its request. */
export function markBound<L extends object>(logger: L): L {
  return Object.assign(logger, { [BOUND]: true });
}
