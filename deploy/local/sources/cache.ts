import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
