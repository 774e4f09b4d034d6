import { useSyncExternalStore } from 'react';
import type { StoredSession } from '../token-store.ts';
import type { Downbeat } from '../downbeat.ts';
import { useDownbeat } from './provider.ts';

/** Who is signed in. */
export interface Auth {
  user: StoredSession['user'] | null;
  /** True until the token store has answered, and while a page is rendered on a server. */
  isLoading: boolean;
}

const loading: Auth = { user: null, isLoading: true };

interface AuthStore {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => Auth;
}

/** React compares snapshots by identity, so all components of a client share one. */
const stores = new WeakMap<Downbeat, AuthStore>();

function createStore({ session }: Downbeat): AuthStore {
  let auth = loading;
  const listeners = new Set<() => void>();
  const update = (stored: StoredSession | null): void => {
    const user = stored?.user ?? null;
    // A renewal brings the same user in a new object, and effects that depend on it must not run again.
    if (!auth.isLoading && JSON.stringify(user) === JSON.stringify(auth.user)) return;
    auth = { user, isLoading: false };
    for (const listener of listeners) listener();
  };
  session.onChange(update);
  // A store that fails counts as signed out; the first call reports it.
  session.load().then(update, () => update(null));
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => auth,
  };
}

/** Who is signed in; renders again at each sign-in and sign-out, and when the account changes. */
export function useAuth(): Auth {
  const client = useDownbeat();
  const store = stores.get(client) ?? createStore(client);
  stores.set(client, store);
  return useSyncExternalStore(store.subscribe, store.snapshot, () => loading);
}
