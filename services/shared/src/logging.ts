import type { FastifyBaseLogger } from 'fastify';
import { type Bindings, type DestinationStream, type LoggerOptions, pino } from 'pino';
import { type RequestContext, scopes } from './scope.ts';

// An allow list, so that a secret in an unexpected parameter is not logged either.
const LOGGED_PARAMETERS = new Set(['limit', 'cursor', 'sort', 'order', 'expires', 'size', 'w', 'v']);

/** A request's URL for logs: the values of all query parameters become `*`, except a few that are never secret. */
export function safeUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const parameters = url
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return LOGGED_PARAMETERS.has(name) ? pair : `${name}=*`;
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

// Only these members: errors of drivers hold whole commands, and errors of Ajv whole bodies.
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

/** An error for logs. Of a thrown value that is not an error, only the type is logged. */
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
const serializers = { err, error: err, req, res };

/** Runs `work`, and everything that it starts, with these ids. */
export function runWithContext<T>(ids: RequestContext, work: () => T): T {
  return scopes.run({ ...scopes.getStore(), ids }, work);
}

/** The context of the current request or message, if there is one. */
export function currentContext(): RequestContext | undefined {
  return scopes.getStore()?.ids;
}

/** The correlation id of the current request or message, if there is one. */
export function currentCorrelationId(): string | undefined {
  return currentContext()?.correlationId;
}

/** The type of every logger: Fastify's, which pino's logger matches. */
export type Logger = FastifyBaseLogger;

/** The default of functions whose caller passes no logger. */
export const silentLogger: Logger = pino({ level: 'silent' });

/** The message of an unknown error. Node's AggregateError has an empty one, so it gets those of its parts. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}

const SECRET_NAMES: ReadonlySet<string> = new Set([
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
]);

// Only in these objects is `code` a secret; elsewhere it is the code of an error or a problem.
const WITH_SECRET_CODE: ReadonlySet<string> = new Set(['body', 'query', 'data']);

const CENSORED = '[redacted]';
const MAX_DEPTH = 8;

/** The ids of loggers that belong to one request, and of their children. */
const IDS = Symbol('the ids of the request');

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A copy of a logged value in which the values of secret names are replaced, at every depth. */
function censor(value: unknown, parent: string, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return depth === 1 && Object.hasOwn(serializers, parent) ? value : err(value);
  if (Array.isArray(value)) {
    return depth > MAX_DEPTH ? CENSORED : value.map((item) => censor(item, parent, depth + 1));
  }
  // What has a class is written by its serializer or its `toJSON`.
  if (!isPlain(value)) return value;
  return depth > MAX_DEPTH ? CENSORED : censorMembers(value as Record<string, unknown>, parent, depth);
}

function censorMembers(
  members: Record<string, unknown>,
  parent: string,
  depth: number,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const isSecret = SECRET_NAMES.has(name) || (name === 'code' && WITH_SECRET_CODE.has(parent));
    result[name] = isSecret ? CENSORED : censor(members[name], name, depth + 1);
  }
  return result;
}

function options(service: string, level: string): LoggerOptions {
  return {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'msg',
    formatters: {
      level: (label) => ({ level: label }),
      log: (line) => censorMembers(line, '', 0),
    },
    serializers,
    mixin: (_line, _level, logger) => ({ ...((logger as Bound)[IDS] ?? currentContext()) }),
  };
}

/** Lines below `warn` are collected up to so many bytes, at most so long: a write for each costs more than the line. */
const COLLECTED_BYTES = 4096;
const COLLECTED_MS = 50;
const WARN = 40;

/**
 * Lines are written by this thread, and the last ones when the process exits. Those that another thread writes may be lost
 * or out of order then, and the last lines before an exit matter most.
 */
function standardOutput(): DestinationStream {
  const stream = pino.destination({
    dest: process.stdout.fd,
    sync: true,
    minLength: COLLECTED_BYTES,
    periodicFlush: COLLECTED_MS,
  });
  process.once('exit', () => stream.flushSync());
  return {
    // With this member, pino sets `lastLevel` before each line.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string): void {
      stream.write(line);
      if (this.lastLevel >= WARN) stream.flushSync();
    },
  } as DestinationStream & { lastLevel: number };
}

/**
 * The logger of one service: JSON lines on standard output, secrets redacted, and the ids of the request or
 * current message on every line.
 *
 * @param destination where the lines go; standard output unless given
 */
export function createLogger(
  service: string,
  config: { LOG_LEVEL: string },
  destination: DestinationStream = standardOutput(),
): Logger {
  const logger = pino(options(service, config.LOG_LEVEL), destination);
  // pino formats the members of each line, but not those of a child logger. Children inherit this method.
  const base = Object.getPrototypeOf(logger) as typeof logger;
  logger.child = function (this: typeof logger, members: Bindings, ...rest: [never?]) {
    return base.child.call(this, censorMembers(members, '', 0), ...rest);
  } as typeof base.child;
  return logger;
}

interface Bound {
  [IDS]?: RequestContext;
}

/** A logger whose lines have these ids. It costs much less than a child of pino, and each request needs one. */
export function withIds(logger: Logger, ids: RequestContext): Logger {
  const bound = Object.create(logger) as Logger & Bound;
  bound[IDS] = ids;
  return bound;
}
