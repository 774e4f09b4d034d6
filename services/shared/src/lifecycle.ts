import { flushCompileCache } from 'node:module';
import { ConfigError } from './config/load-config.ts';
import { EX_CONFIG } from './exit-status.ts';
import type { App } from './http/types.ts';
import { createLogger, type Logger } from './logging.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** 128 + the signal's number, as a shell reports a process that the signal ended. */
const EXIT_AT_ONCE: Readonly<Record<(typeof SIGNALS)[number], number>> = { SIGTERM: 143, SIGINT: 130 };

/**
 * Closes at the first SIGTERM or SIGINT, then exits: 0 when everything is closed, or when `limitMs` has passed, 1 when
 * `close` failed. A second signal exits at once with 143 or 130.
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
interface ServiceConfig {
  HTTP_HOST: string;
  PORT: number;
  LOG_LEVEL: string;
  SHUTDOWN_TIMEOUT_MS: number;
}

type RunningApp = Pick<App, 'listen' | 'announceStop' | 'close'>;

interface ServiceOptions<Config extends ServiceConfig> {
  name: string;
  /** Reads the environment; its ConfigError is printed as it is, without a stack, and exits 78 (`EX_CONFIG`). */
  config: Config | (() => Config);
  /** Builds the app, with its connections, not listening yet. */
  start(config: Config, logger: Logger): Promise<RunningApp>;
}

function exitOnUnhandledErrors(logger: Logger): void {
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, `${event}: this error was not handled`);
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

/** Why a service could not start, as a sentence for the operator. */
function explain(error: unknown, { HTTP_HOST, PORT }: ServiceConfig): string {
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return `port ${PORT} of ${HTTP_HOST} is taken; set PORT to another`;
  if (code === 'EACCES')
    return `port ${PORT} of ${HTTP_HOST} may not be used by this user; set PORT to another`;
  return error instanceof Error ? error.message : 'the start failed';
}

/**
 * Runs one service: reads its configuration, builds the app and listens. SIGTERM and SIGINT close it in phases and exit 0
 * within SHUTDOWN_TIMEOUT_MS; a second signal exits at once. A start or a close that fails, and any unhandled error, is
 * logged and exits 1.
 */
export async function runService<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
): Promise<void> {
  const config = readConfig(options.config);
  const logger = createLogger(options.name, config);
  exitOnUnhandledErrors(logger);
  let app: RunningApp | undefined;
  const starting = options.start(config, logger);
  stopOnSignals(logger, config.SHUTDOWN_TIMEOUT_MS, async () => {
    await app?.announceStop();
    await app?.close();
  });
  try {
    app = await starting;
    // Node writes its compile cache at exit by default, which takes seconds at the first stop, while the operator waits.
    // Here no client waits yet, and with a complete cache it takes milliseconds.
    flushCompileCache();
    await app.listen({ host: config.HTTP_HOST, port: config.PORT });
  } catch (error) {
    logger.fatal({ err: error }, `cannot start: ${explain(error, config)}`);
    process.exit(1);
  }
}

/** An error for the operator: printed without a stack, and the exit code is 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/**
 * Runs one command of an operator and prints the lines that it returns. Of a `CommandError` or `ConfigError` it prints the
 * message on the error output and sets the exit code 1. Any other error is a bug, and is thrown on.
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
