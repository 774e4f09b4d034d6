import type { Log } from '@downbeat/shared/backing';
import type { Intake } from './intake.ts';
import type { LooseFiles } from './loose-files.ts';

const EVERY_MS = 10 * 60 * 1000;

/** Removes, now and every ten minutes, what crashes have left in storage. Returns how to stop that. */
export function startSweeper(
  looseFiles: Pick<LooseFiles, 'sweepAbandoned'>,
  intake: Pick<Intake, 'removeAbandoned'>,
  logger: Pick<Log, 'warn'>,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const sweep = async () => {
    try {
      await looseFiles.sweepAbandoned();
      await intake.removeAbandoned();
    } catch (error) {
      logger.warn({ err: error }, 'could not remove abandoned files; the next sweep will');
    }
  };
  const begin = () => {
    // One that takes longer than the pause is not followed by as many as it has held up.
    running ??= sweep().finally(() => {
      running = null;
    });
  };
  begin();
  const timer = setInterval(begin, EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
