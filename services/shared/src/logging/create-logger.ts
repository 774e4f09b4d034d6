import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { serializers } from './serializers.ts';
import { currentContext } from './request-context.ts';

export type { Logger } from 'pino';

const SECRET_NAMES = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'ticket',
  'signature',
  'code',
  'secret',
  'clientSecret',
];

/** Marks loggers that carry the ids of a request already, so that the mixin does not write them twice. */
const boundLoggers = new WeakSet<object>();

/** Every secret name at the top and up to two objects down. `err.code` is a name, not a secret, so `code` is
 * hidden only below a body or a query. */
function redactedPaths(): string[] {
  const below = (prefix: string) => (name: string) =>
    name.startsWith('[') ? `${prefix}${name}` : `${prefix}.${name}`;
  const plain = SECRET_NAMES.filter((name) => name !== 'code');
  const top = plain.map((name) => name);
  return [
    ...top,
    ...plain.map(below('*')),
    ...plain.map(below('*.*')),
    ...['body', 'query', 'data', '*.body', '*.query', '*.data']
      .map(below(''))
      .map((path) => `${path.slice(1)}.code`),
  ];
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
    mixin: (_line, _level, logger) => (boundLoggers.has(logger) ? {} : { ...currentContext() }),
  };
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
  destination?: DestinationStream,
): Logger {
  return destination === undefined
    ? pino(options(service, config.LOG_LEVEL))
    : pino(options(service, config.LOG_LEVEL), destination);
}

/** Notes that this logger's bindings hold the ids of its request. */
export function markBound<L extends object>(logger: L): L {
  boundLoggers.add(logger);
  return logger;
}
