import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLogger } from '@downbeat/shared/logging';

// A process for logging.test.ts: logs as many lines as its argument, one per turn of the loop, and exits after the last.

const logger = createLogger('test', { LOG_LEVEL: 'info' });
const count = Number(process.argv[2]);
for (let n = 0; n < count; n += 1) {
  logger.info({ n }, 'line');
  await nextTurn();
}
logger.fatal('the last word');
process.exit(3);
