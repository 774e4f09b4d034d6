import type { AuthCalls } from './generated/auth.operations.gen.ts';
import type { AuthSession } from './generated/auth.types.gen.ts';
import { Emitter } from './emitter.ts';
import { DownbeatError, isDownbeatError } from './http/errors.ts';

/** Access tokens are renewed this long before they expire, so that none expires while a request is on its way. */
const RENEWAL_MARGIN_MS = 30_000;

/** These answers to a refresh mean that the sign-in is over; any other failure may be temporary. */
const FINAL_CODES = new Set<string>([
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'VALIDATION_FAILED',
] satisfies AuthCalls['refresh']['code'][]);

/** What is stored to stay signed in. `expiresAtMs` is on this machine's own clock. */
export interface StoredSession {
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
  user: AuthSession['user'];
}

/** Where the tokens are kept between calls, and between visits. */
export interface TokenStore {
  /** Runs `work` while no other tab or process that shares the store does, so that one of them renews for all. */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
  load(): StoredSession | null;
  save(session: StoredSession): void;
  clear(): void;
  /** Calls back when the stored tokens were changed elsewhere, e.g. in another tab. */
  watch?(listener: () => void): void;
}

/** Keeps the tokens in memory, until the process ends. The default. */
export function memoryTokenStore(): TokenStore {
  let kept: StoredSession | null = null;
  return {
    load: () => kept,
    save: (session) => (kept = session),
    clear: () => (kept = null),
  };
}

/** Keeps the tokens across reloads, shared by the tabs of one origin. Stored text of another shape counts as signed out. */
export function webTokenStore(storage: Storage, key = 'downbeat.session'): TokenStore {
  return {
    load: () => parseStored(storage.getItem(key)),
    save: (session) => storage.setItem(key, JSON.stringify(session)),
    clear: () => storage.removeItem(key),
    exclusively: (work) => underLock(`${key}.renewal`, work),
    watch: (listener) => {
      if (!('addEventListener' in globalThis)) return;
      // A null key means that the whole storage was cleared.
      globalThis.addEventListener('storage', (event: StorageEvent) => {
        if (event.storageArea === storage && (event.key === key || event.key === null)) listener();
      });
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
  const { locks } = (globalThis as { navigator?: { locks?: Locks } }).navigator ?? {};
  if (locks === undefined) return work();
  // Not a flag: the compiler does not see that a callback has changed it.
  const run: { work?: Promise<T> } = {};
  const options = { signal: AbortSignal.timeout(LOCK_WAIT_MS) };
  try {
    return await locks.request(name, options, () => (run.work = work()));
  } catch {
    return run.work ?? work();
  }
}

function parseStored(text: string | null): StoredSession | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<StoredSession> | null;
    const complete =
      typeof value?.accessToken === 'string' && typeof value.refreshToken === 'string' && value.user;
    return complete ? (value as StoredSession) : null;
  } catch {
    return null;
  }
}

/** Keeps the user signed in: renews the access token before it expires, with one request for all calls that wait. */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #refresh: (refreshToken: string) => Promise<AuthSession>;
  readonly #changes = new Emitter<StoredSession | null>();
  #renewal: Promise<StoredSession> | null = null;

  constructor(store: TokenStore, refresh: (refreshToken: string) => Promise<AuthSession>) {
    this.#store = store;
    this.#refresh = refresh;
    store.watch?.(() => this.#changes.emit(this.current));
  }

  /** The stored tokens and their user, or null when signed out. */
  get current(): StoredSession | null {
    return this.#store.load();
  }

  /** Calls back at every sign-in, renewal and sign-out; returns a function that unsubscribes. */
  onChange(listener: (session: StoredSession | null) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Stores the tokens of an answer. `expiresIn` is in seconds (RFC 6749). */
  adopt(answer: AuthSession): StoredSession {
    const { accessToken, refreshToken, user } = answer;
    const session = { accessToken, refreshToken, user, expiresAtMs: Date.now() + answer.expiresIn * 1000 };
    this.#store.save(session);
    this.#changes.emit(session);
    return session;
  }

  /** Stores the tokens of a refresh, unless others than those it began with are stored by now. */
  adoptRenewal(refreshToken: string, answer: AuthSession): void {
    if (this.current?.refreshToken === refreshToken) this.adopt(answer);
  }

  /** The stored access token no longer says what is true of the user: the next call renews it first. */
  outdate(user: AuthSession['user']): void {
    const { current } = this;
    if (current === null || current.user.id !== user.id) return;
    const session = { ...current, user, expiresAtMs: 0 };
    this.#store.save(session);
    this.#changes.emit(session);
  }

  /** Signs out on this device only. `auth.logout()` also ends the sign-in at the service. */
  forget(): void {
    this.#store.clear();
    this.#changes.emit(null);
  }

  /** A token that is valid for at least half a minute, or null when signed out. */
  async accessToken(): Promise<string | null> {
    const session = this.current;
    if (session === null) return null;
    if (session.expiresAtMs - Date.now() > RENEWAL_MARGIN_MS) return session.accessToken;
    return (await this.renew()).accessToken;
  }

  /**
   * Renews now, e.g. after a service called the token expired. Joins a renewal that is in progress.
   *
   * @param refused the access token that was refused: when another one is stored by now, that one is the answer
   * @throws DownbeatError SIGNED_OUT when signed out, or when the service has ended the sign-in; the code of
   *   any other failure, after which the tokens are still stored.
   */
  async renew(refused?: string): Promise<StoredSession> {
    const kept = this.current;
    if (refused !== undefined && kept !== null && kept.accessToken !== refused) return kept;
    this.#renewal ??= this.#renewOnce().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renewOnce(): Promise<StoredSession> {
    const session = this.current;
    if (session === null) throw new DownbeatError('SIGNED_OUT', 'Not signed in');
    const renew = (): Promise<StoredSession> => this.#renewUnlessDone(session);
    return this.#store.exclusively?.(renew) ?? renew();
  }

  async #renewUnlessDone(session: StoredSession): Promise<StoredSession> {
    const done = this.#replacementOf(session);
    if (done !== null) return done;
    try {
      const answer = await this.#refresh(session.refreshToken);
      return this.#replacementOf(session) ?? this.adopt(answer);
    } catch (error) {
      const final = isDownbeatError(error) && FINAL_CODES.has(error.code);
      if (!final) throw error;
      const replacement = this.#replacementOf(session);
      if (replacement !== null) return replacement;
      this.forget();
      throw new DownbeatError('SIGNED_OUT', 'The sign-in has ended', { cause: error });
    }
  }

  /** What was stored while we waited, e.g. by another tab or another sign-in: it wins over our own answer. */
  #replacementOf(asked: StoredSession): StoredSession | null {
    const { current } = this;
    if (current === null) throw new DownbeatError('SIGNED_OUT', 'Signed out while renewing');
    return current.refreshToken === asked.refreshToken ? null : current;
  }
}
