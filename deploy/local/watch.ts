import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, relative } from 'node:path';
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

/**
 * Calls `onChange` with the first changed file, relative to the clone's root, whenever something below the folders has
 * changed and then been quiet for a moment; never again before the call before has resolved. Returns what ends it.
 */
export function watchFolders(folders: string[], onChange: (file: string) => Promise<void>): () => void {
  const watchers = new Map<string, FSWatcher>();
  let changed: string | undefined;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  // One watcher for each folder: a file that is replaced is seen by its folder, which stays.
  const look = (): void => {
    for (const folder of folders.flatMap(withFoldersBelow))
      if (!watchers.has(folder)) watchers.set(folder, watchOne(folder));
  };
  const watchOne = (folder: string): FSWatcher =>
    watch(folder, (_event, name) => {
      if (name === null || passing.test(name)) return;
      changed ??= relative(root, join(folder, name));
      clearTimeout(timer);
      timer = setTimeout(() => void tell(), settleMs);
    }).on('error', () => undefined);
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
