import type { AuthSession } from './generated/auth.types.gen.ts';

/** What is stored to stay signed in. `expiresAtMs` is on this machine's own clock. */
export interface StoredSession {
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
  user: AuthSession['user'];
}

/**
 * Where the tokens are kept between calls, and between visits. Its methods may return promises, e.g. of a mobile's keychain.
 * When `load` fails, so does the call, with TOKEN_STORE_FAILED. When `save` or `clear` fails, the client goes on with the
 * tokens that it has, and writes them again with the next call.
 */
export interface TokenStore {
  /** Runs `work` while no other tab or process that shares the store does, so that one of them renews for all. */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
  load(): StoredSession | null | Promise<StoredSession | null>;
  save(session: StoredSession): unknown;
  clear(): unknown;
  /** Calls back when the stored tokens were changed elsewhere, e.g. in another tab. */
  watch?(listener: () => void): void;
}

/** A store that answers at once. */
interface SyncTokenStore extends TokenStore {
  load(): StoredSession | null;
}

/** Keeps the tokens in memory, until the process ends. The default. */
export function memoryTokenStore(): SyncTokenStore {
  let kept: StoredSession | null = null;
  return {
    load: () => kept,
    save: (session) => (kept = session),
    clear: () => (kept = null),
  };
}

/**
 * Keeps the tokens across reloads, shared by the tabs of one origin. Stored text of another shape counts as signed out.
 *
 * @param storage `localStorage`, or a function that gives it, e.g. `() => localStorage`, which is called at each use: so the
 *   module can be loaded where there is none (a server) or where reading it throws (a sandboxed frame). There the store is
 *   empty, and the tokens of a sign-in are kept in memory, because `save` fails.
 */
export function webTokenStore(storage: Storage | (() => Storage), key = 'downbeat.session'): SyncTokenStore {
  const open = typeof storage === 'function' ? storage : () => storage;
  return {
    load: () => readStored(open, key),
    save: (session) => open().setItem(key, JSON.stringify(session)),
    clear: () => open().removeItem(key),
    exclusively: (work) => underLock(`${key}.renewal`, work),
    watch: (listener) => {
      // Node has no such events. A null key means that the whole storage was cleared.
      (globalThis as { addEventListener?: Window['addEventListener'] }).addEventListener?.(
        'storage',
        (event: StorageEvent) => {
          if ((event.key ?? key) === key && event.storageArea === open()) listener();
        },
      );
    },
  };
}

/** The part of `navigator.locks` that is needed here; Node and old browsers have none. */
interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, work: () => Promise<T>): Promise<T>;
}

/** A tab that holds the lock for longer hangs: then this one goes on without. */
const LOCK_WAIT_MS = 20_000;

/**
 * Runs `work` while no other tab of the origin does. Without Web Locks (an insecure page, an old browser) two tabs may renew
 * at once, and the service gives both the same tokens.
 */
async function underLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  if (locks === undefined) return work();
  // Not a flag: the compiler does not see that a callback has changed it.
  const run: { work?: Promise<T> } = {};
  const signal = AbortSignal.timeout(LOCK_WAIT_MS);
  try {
    return await locks.request(name, { signal }, () => (run.work = work()));
  } catch {
    return run.work ?? work();
  }
}

/** Null also where there is no storage. */
function readStored(open: () => Storage, key: string): StoredSession | null {
  try {
    const value = JSON.parse(open().getItem(key) ?? 'null') as Partial<StoredSession> | null;
    const complete =
      typeof value?.accessToken === 'string' && typeof value.refreshToken === 'string' && value.user;
    return complete ? (value as StoredSession) : null;
  } catch {
    return null;
  }
}
