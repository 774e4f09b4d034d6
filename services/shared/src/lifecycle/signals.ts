import type { Logger } from '../logging/index.ts';

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
