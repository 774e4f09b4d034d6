import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The root of the clone; everything else is found from here, never from the working directory. */
export const root = resolve(import.meta.dirname, '../..');

/** The one ignored folder that holds all data of a local run; DATA_DIR moves it. */
export const dataDir = resolve(root, process.env.DATA_DIR ?? '.data');

/** Downloads that several clones can share; they are no data, so `make clean-data` leaves them. */
export const sharedCacheDir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'downbeat');
