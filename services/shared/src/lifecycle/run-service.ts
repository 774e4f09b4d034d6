import { flushCompileCache } from 'node:module';
import { createLogger, type Logger } from '../logging/index.ts';
import { ConfigError } from '../config/index.ts';
import { EX_CONFIG } from './exit-status.ts';
import { stopOnSignals } from './signals.ts';

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
