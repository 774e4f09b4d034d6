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
    // Without the module, as without Web Locks. It comes when a token is renewed, and not at every load of a page.
    exclusively: (work) =>
      import('./renewal-lock.ts').then(({ underLock }) => underLock(`${key}.renewal`, work), work),
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
