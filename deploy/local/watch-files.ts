import { once } from 'node:events';
import { basename, relative } from 'node:path';
import { watch } from 'chokidar';
import { log, reasonOf, red } from './log.ts';
import { root } from './paths.ts';

/** One save causes several events, and a change of branch many. */
const SETTLE_MS = 150;
// Temporary files that editors create beside the file they save.
const temporary = /^\.(?!env$)|~$|\.sw.$|^\d+$/;

/**
 * Calls `onChange` with one changed file after each burst of changes, one call at a time. Resolves with the stop function
 * when it sees every later change.
 */
export async function watchFiles(
  paths: string[],
  onChange: (file: string) => Promise<void>,
): Promise<() => void> {
  let changed: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const notify = async (): Promise<void> => {
    const file = changed;
    changed = undefined;
    if (file !== undefined) await onChange(file);
  };
  const watcher = watch(paths, { ignoreInitial: true, ignored: (path) => temporary.test(basename(path)) });
  watcher.on('error', (error) => log('watch', red(reasonOf(error))));
  watcher.on('all', (_event, path) => {
    changed ??= relative(root, path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(notify);
    }, SETTLE_MS);
  });
  await once(watcher, 'ready');
  return () => {
    clearTimeout(timer);
    void watcher.close();
  };
}
