import type { AuthCalls } from './generated/auth.operations.gen.ts';
import type { AuthSession } from './generated/auth.types.gen.ts';
import { Emitter } from './emitter.ts';
import { parseJson } from './http/answer.ts';
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

/** Keeps the tokens across reloads, shared by the tabs of one origin. Stored text of another shape counts as signed out. */
export function webTokenStore(storage: Storage, key = 'downbeat.session'): SyncTokenStore {
  return {
    load: () => parseStored(storage.getItem(key)),
    save: (session) => storage.setItem(key, JSON.stringify(session)),
    clear: () => storage.removeItem(key),
    exclusively: (work) => underLock(`${key}.renewal`, work),
    watch: (listener) => {
      // Node has no such events. A null key means that the whole storage was cleared.
      (globalThis as { addEventListener?: Window['addEventListener'] }).addEventListener?.(
        'storage',
        (event: StorageEvent) => {
          if (event.storageArea === storage && (event.key ?? key) === key) listener();
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
  const value = parseJson(text ?? '') as Partial<StoredSession> | null;
  const complete =
    typeof value?.accessToken === 'string' && typeof value.refreshToken === 'string' && value.user;
  return complete ? (value as StoredSession) : null;
}

/** Keeps the user signed in: renews the access token before it expires, with one request for all calls that wait. */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #refresh: (refreshToken: string) => Promise<AuthSession>;
  readonly #onStoreError: (error: unknown) => void;
  readonly #changes = new Emitter<StoredSession | null>();
  #renewal: Promise<StoredSession> | null = null;
  /** What was loaded or stored last. It is ahead of a slow store. */
  #known: StoredSession | null = null;
  /** Counts what this client has stored: what a slow store had before is out of date then. */
  #writes = 0;
  #written: Promise<void> = Promise.resolve();
  /** Whether what is known is newer than what is stored. */
  #isUnsaved = false;
  #isSlow = false;

  /** @param onStoreError called when the tokens could not be written; the next use writes them again */
  constructor(
    store: TokenStore,
    refresh: (refreshToken: string) => Promise<AuthSession>,
    onStoreError: (error: unknown) => void = () => undefined,
  ) {
    this.#store = store;
    this.#refresh = refresh;
    this.#onStoreError = onStoreError;
    store.watch?.(() => this.#changedElsewhere());
  }

  /**
   * The stored tokens and their user, or null when signed out. Of a store that answers by promises this is what was known
   * last: `load` waits for it.
   */
  get current(): StoredSession | null {
    if (this.#isSlow || this.#isUnsaved) return this.#known;
    const loaded = this.#store.load();
    if (loaded instanceof Promise) {
      this.#isSlow = true;
      loaded.catch(() => undefined);
    } else this.#known = loaded;
    return this.#known;
  }

  /**
   * What `current` is, once the store has answered.
   *
   * @throws DownbeatError TOKEN_STORE_FAILED when it cannot be read
   */
  async load(): Promise<StoredSession | null> {
    await this.#written;
    if (this.#isUnsaved) await this.#write();
    const writes = this.#writes;
    try {
      // What could not be written is newer than what is stored.
      const loading = this.#isUnsaved ? this.#known : this.#store.load();
      this.#isSlow ||= loading instanceof Promise;
      const loaded = await loading;
      if (writes === this.#writes) this.#known = loaded;
      return this.#known;
    } catch (cause) {
      throw new DownbeatError('TOKEN_STORE_FAILED', 'The tokens could not be read', { cause });
    }
  }

  /** Calls back at every sign-in, renewal and sign-out; returns a function that unsubscribes. */
  onChange(listener: (session: StoredSession | null) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Stores the tokens of an answer. `expiresIn` is in seconds (RFC 6749). */
  async adopt(answer: AuthSession): Promise<StoredSession> {
    const { accessToken, refreshToken, user } = answer;
    const session = { accessToken, refreshToken, user, expiresAtMs: Date.now() + answer.expiresIn * 1000 };
    await this.#set(session);
    return session;
  }

  /** Stores the tokens of a refresh, unless others than those it began with are stored by now. */
  async adoptRenewal(refreshToken: string, answer: AuthSession): Promise<void> {
    if ((await this.load())?.refreshToken === refreshToken) await this.adopt(answer);
  }

  /** The stored access token no longer says what is true of the user: the next call renews it first. */
  async outdate(user: AuthSession['user']): Promise<void> {
    const current = await this.load();
    if (current?.user.id === user.id) await this.#set({ ...current, user, expiresAtMs: 0 });
  }

  /** Signs out on this device only. `auth.logout()` also ends the sign-in at the service. */
  forget(): Promise<void> {
    return this.#set(null);
  }

  /** A token that is valid for at least half a minute, or null when signed out. */
  async accessToken(): Promise<string | null> {
    return (await this.valid())?.accessToken ?? null;
  }

  /** The session with a token that is valid for at least half a minute, or null when signed out. */
  async valid(): Promise<StoredSession | null> {
    const session = await this.load();
    const isValid = session === null || session.expiresAtMs - Date.now() > RENEWAL_MARGIN_MS;
    return isValid ? session : this.renew();
  }

  /**
   * Renews now, e.g. after a service called the token expired. Joins a renewal that is in progress.
   *
   * @param refused the access token that was refused: when another one is stored by now, that one is the answer
   * @throws DownbeatError SIGNED_OUT when signed out, or when the service has ended the sign-in; the code of
   *   any other failure, after which the tokens are still stored.
   */
  async renew(refused?: string): Promise<StoredSession> {
    const kept = await this.load();
    if (refused !== undefined && kept !== null && kept.accessToken !== refused) return kept;
    this.#renewal ??= this.#renewOnce(kept?.refreshToken).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  /** @param refreshToken undefined when signed out */
  async #renewOnce(refreshToken: string | undefined): Promise<StoredSession> {
    const renew = (): Promise<StoredSession> => this.#renewUnlessDone(refreshToken);
    return this.#store.exclusively?.(renew) ?? renew();
  }

  /** What was stored while we waited, e.g. by another tab or another sign-in, wins over our own answer. */
  async #renewUnlessDone(refreshToken: string | undefined): Promise<StoredSession> {
    const before = await this.#signedIn();
    if (before.refreshToken !== refreshToken) return before;
    try {
      const answer = await this.#refresh(refreshToken);
      const after = await this.#signedIn();
      return after.refreshToken === refreshToken ? await this.adopt(answer) : after;
    } catch (error) {
      const final = isDownbeatError(error) && FINAL_CODES.has(error.code);
      if (!final) throw error;
      const after = await this.#signedIn();
      if (after.refreshToken !== refreshToken) return after;
      await this.forget();
      throw new DownbeatError('SIGNED_OUT', 'The sign-in has ended', { cause: error });
    }
  }

  async #signedIn(): Promise<StoredSession> {
    const session = await this.load();
    if (session === null) throw new DownbeatError('SIGNED_OUT', 'Not signed in');
    return session;
  }

  #changedElsewhere(): void {
    // Newer than what this client could not write.
    this.#isUnsaved = false;
    const { current } = this;
    const emit = (session: StoredSession | null): void => this.#changes.emit(session);
    if (!this.#isSlow) {
      emit(current);
      return;
    }
    // A store that fails fails the next call too, whose caller gets the error.
    this.load().then(emit, () => undefined);
  }

  /** Shows the change at once; resolves, and tells of it, when the store has answered. */
  async #set(session: StoredSession | null): Promise<void> {
    this.#known = session;
    this.#writes += 1;
    this.#isUnsaved = true;
    await this.#write();
    this.#changes.emit(session);
  }

  /**
   * Stores what is known; one write at a time, in their order. A failure fails no call, because the service has changed the
   * tokens already: the next use writes them again.
   */
  #write(): Promise<void> {
    const session = this.#known;
    const write = async (): Promise<void> => {
      try {
        await (session === null ? this.#store.clear() : this.#store.save(session));
        if (session === this.#known) this.#isUnsaved = false;
      } catch (error) {
        this.#onStoreError(error);
      }
    };
    return (this.#written = this.#written.then(write));
  }
}
