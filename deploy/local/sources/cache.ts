import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable } from '../command.ts';
import { dataDir, sharedCacheDir } from '../paths.ts';
import type { Source } from './source.ts';

const folders = (): string[] => [join(dataDir, 'cache'), sharedCacheDir];

/** A program that an earlier run has fetched, under `<cache>/<name>-<version>/<name>`. */
export function cached(name: string, version: string): Source {
  const find: Source['find'] = async () => {
    for (const folder of folders()) {
      const path = join(folder, `${name}-${version}`, name);
      if (await isExecutable(path)) return { how: 'program', path };
    }
    return { reason: 'nothing yet' };
  };
  return { kind: 'cache', label: 'cached', find };
}

/** Where to keep a download: beside other clones' if the home folder lets us, else in the data folder. */
export function cacheFolder(): string {
  try {
    mkdirSync(sharedCacheDir, { recursive: true });
    accessSync(sharedCacheDir, constants.W_OK);
    return sharedCacheDir;
  } catch {
    const own = join(dataDir, 'cache');
    mkdirSync(own, { recursive: true });
    return own;
  }
}

/**
 * Keeps a fetched program for this run and later ones, and answers where. Copied beside the target first and renamed
 * then, so that an interrupted copy is never taken for a program.
 */
export function keep(name: string, version: string, from: string): string {
  const path = join(cacheFolder(), `${name}-${version}`, name);
  const fresh = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, fresh);
  chmodSync(fresh, 0o755);
  renameSync(fresh, path);
  return path;
}
