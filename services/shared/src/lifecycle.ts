import { flushCompileCache } from 'node:module';
import { ConfigError } from './config/config-error.ts';
import { EX_CONFIG } from './exit-status.ts';
import { createLogger, type Logger } from './logging.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** 128 and the signal's number, as a shell would see a process that the signal ended. */
const EXIT_AT_ONCE: Readonly<Record<(typeof SIGNALS)[number], number>> = { SIGTERM: 143, SIGINT: 130 };

/**
 * Closes at the first SIGTERM or SIGINT and exits: 0 when all is closed, or is left behind after `limitMs`, 1 when `close`
 * failed. A second signal exits at once with 143 or 130.
 */
export function stopOnSignals(logger: Logger, limitMs: number, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: (typeof SIGNALS)[number]): void => {
    if (stopping) process.exit(EXIT_AT_ONCE[signal]);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ limitMs }, 'not everything stopped in time');
      process.exit(0);
    }, limitMs);
    void close().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

/** The part of a service's configuration that `runService` reads. */
export interface ServiceConfig {
  HTTP_HOST: string;
  PORT: number;
  LOG_LEVEL: string;
  SHUTDOWN_TIMEOUT_MS: number;
}

/** What listens until it is closed: an app, as far as running it goes. */
export interface Server {
  listen(at: { host: string; port: number }): Promise<unknown>;
  close(): Promise<void>;
}

/** What makes a service of an app. */
export interface ServiceOptions<Config extends ServiceConfig> {
  name: string;
  /** Reads the environment; its ConfigError is printed as it is, without a stack, and exits 78 (`EX_CONFIG`). */
  config: Config | (() => Config);
  /** Builds the app, connected to everything it needs, not listening yet. */
  start(config: Config, logger: Logger): Promise<Server>;
}

function dieOnForgottenErrors(logger: Logger): void {
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, `${event}: nobody handled this error`);
      process.exit(1);
    });
  }
}

function readConfig<Config extends ServiceConfig>(config: Config | (() => Config)): Config {
  try {
    return typeof config === 'function' ? config() : config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(EX_CONFIG);
  }
}

/** Why a service could not start, in words for whoever started it. */
function explain(error: unknown, { HTTP_HOST, PORT }: ServiceConfig): string {
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return `port ${PORT} of ${HTTP_HOST} is taken; set PORT to another`;
  if (code === 'EACCES')
    return `port ${PORT} of ${HTTP_HOST} may not be used by this user; set PORT to another`;
  return error instanceof Error ? error.message : 'the start failed';
}

/**
 * Runs one service until it is told to stop: reads its configuration, builds it, listens. SIGTERM and SIGINT close it in
 * phases and exit 0 within SHUTDOWN_TIMEOUT_MS; a second signal exits at once. A start or a close that fails, and any error
 * that nobody handled, is logged and exits 1.
 */
export async function runService<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
): Promise<void> {
  const config = readConfig(options.config);
  const logger = createLogger(options.name, config);
  dieOnForgottenErrors(logger);
  let app: Server | undefined;
  const starting = options.start(config, logger);
  stopOnSignals(logger, config.SHUTDOWN_TIMEOUT_MS, async () => app?.close());
  try {
    app = await starting;
    // Left to itself, Node writes what it has compiled at exit: seconds of a first stop, for which somebody waits. Here
    // nobody is served yet; once all of it is written this costs milliseconds.
    flushCompileCache();
    await app.listen({ host: config.HTTP_HOST, port: config.PORT });
  } catch (error) {
    logger.fatal({ err: error }, `cannot start: ${explain(error, config)}`);
    process.exit(1);
  }
}

/** What the operator is told, without a stack; the exit code is then 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/**
 * Runs one command of an operator and prints the lines that it answers. A `CommandError` or `ConfigError` is its message
 * on the error output and exit code 1; whatever else is thrown is a fault of ours, and thrown on.
 */
export async function runCommand(command: () => Promise<readonly string[]>): Promise<void> {
  try {
    const lines = await command();
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
