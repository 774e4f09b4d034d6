import type { components } from '../generated/auth.types.gen.ts';

type AuthSession = components['schemas']['AuthSession'];

/** What is kept to stay signed in. `expiresAtMs` is on this machine's own clock. */
export interface StoredSession {
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
  user: AuthSession['user'];
}

/** Where a session lives between calls, and between visits. */
export interface TokenStore {
  load(): StoredSession | null;
  save(session: StoredSession): void;
  clear(): void;
  /** Calls back when somebody else changed the session, e.g. another tab. */
  watch?(listener: () => void): void;
}

/** Forgets with the process. The default. */
export function memoryTokenStore(): TokenStore {
  let kept: StoredSession | null = null;
  return {
    load: () => kept,
    save: (session) => (kept = session),
    clear: () => (kept = null),
  };
}

/** Survives a reload, and is shared by the tabs of one origin. Anything that is not a session is taken for none. */
export function webTokenStore(storage: Storage, key = 'downbeat.session'): TokenStore {
  return {
    load: () => parse(storage.getItem(key)),
    save: (session) => storage.setItem(key, JSON.stringify(session)),
    clear: () => storage.removeItem(key),
    watch: (listener) => {
      if (!('addEventListener' in globalThis)) return;
      // A null key means that the whole storage was cleared.
      globalThis.addEventListener('storage', (event: StorageEvent) => {
        if (event.storageArea === storage && (event.key === key || event.key === null)) listener();
      });
    },
  };
}

function parse(text: string | null): StoredSession | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<StoredSession> | null;
    const whole =
      typeof value?.accessToken === 'string' && typeof value.refreshToken === 'string' && value.user;
    return whole ? (value as StoredSession) : null;
  } catch {
    return null;
  }
}
