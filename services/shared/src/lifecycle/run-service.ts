import type { App } from '../http/index.ts';
import { createLogger } from '../logging/index.ts';

export interface ServiceOptions {
  name: string;
  config: { HTTP_HOST: string; PORT: number; LOG_LEVEL: string; SHUTDOWN_TIMEOUT_MS: number };
  /** Builds the app, connected to everything it needs, not listening. */
  start(): Promise<App>;
}

/** Runs a service until it is told to stop: start, listen, and on SIGTERM or SIGINT close within its limit. */
export async function runService({ name, config, start }: ServiceOptions): Promise<void> {
  const logger = createLogger(name, config);
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'a rejection that nobody handled');
    process.exit(1);
  });
  const app = await start();
  const stop = (): void => {
    setTimeout(() => process.exit(0), config.SHUTDOWN_TIMEOUT_MS).unref();
    void app.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await app.listen({ host: config.HTTP_HOST, port: config.PORT });
}
