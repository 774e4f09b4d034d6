import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { serializers } from './serializers.ts';
import { currentContext } from './request-context.ts';

export type { Logger } from 'pino';

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
