import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from './paths.ts';

// What editors put beside a file while they save it.
const passing = /^\.|~$|\.sw.$|^\d+$/;
/** A save is several events, and a change of branch many. */
const settleMs = 150;

function withFoldersBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
  return [folder, ...below];
}

/** Everything below the folders, and single files, which need not be there yet. */
export type Watched = { folders: string[]; files: string[] };

/**
 * Calls `onChange` with the first changed file, relative to the clone's root, whenever one of the watched has changed
 * and then been quiet for a moment; never again before the call before has resolved. Returns what ends it.
 */
export function watchFiles(
  { folders, files }: Watched,
  onChange: (file: string) => Promise<void>,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  let changed: string | undefined;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  // One watcher for each folder: a file that is replaced is seen by its folder, which stays.
  const look = (): void => {
    for (const folder of folders.flatMap(withFoldersBelow))
      follow(folder, folder, (name) => !passing.test(name));
    for (const file of files) follow(file, dirname(file), (name) => name === basename(file));
  };
  const follow = (what: string, folder: string, isWanted: (name: string) => boolean): void => {
    if (watchers.has(what)) return;
    const watcher = watch(folder, (_event, name) => {
      if (name === null || !isWanted(name)) return;
      changed ??= relative(root, join(folder, name));
      clearTimeout(timer);
      timer = setTimeout(() => void tell(), settleMs);
    });
    watcher.on('error', () => undefined);
    watchers.set(what, watcher);
  };
  const tell = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let file = changed; file !== undefined; file = changed) {
      changed = undefined;
      look();
      await onChange(file);
    }
    busy = false;
  };
  look();
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}
