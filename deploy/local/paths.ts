import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The root of the clone. All paths start from here and not from the working directory. */
export const root = resolve(import.meta.dirname, '../..');

/** The folder with all data of a local run, ignored by Git; DATA_DIR moves it. */
export const dataDir = resolve(root, process.env.DATA_DIR ?? '.data');

/** Downloads that several clones share. They are not data, so `make clean-data` leaves them. */
export const sharedCacheDir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'downbeat');

/** The PATH of the shell, and before it the tools of the npm packages and this Node. */
export const toolsPath = [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH].join(
  delimiter,
);

/** A folder that no other user of the machine can open; it exists afterwards, and its path is returned. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  return path;
}
