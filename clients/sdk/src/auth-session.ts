import type { AuthCalls } from './generated/auth.operations.gen.ts';
import type { AuthSession } from './generated/auth.types.gen.ts';
import { Emitter } from './emitter.ts';
import { DownbeatError, isDownbeatError } from './http/errors.ts';
import type { StoredSession, TokenStore } from './token-store.ts';

/** Access tokens are renewed this long before they expire, so that none expires while a request is on its way. */
const RENEWAL_MARGIN_MS = 30_000;

/** These answers to a refresh mean that the sign-in is over; any other failure may be temporary. */
const FINAL_CODES = new Set<string>([
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'VALIDATION_FAILED',
] satisfies AuthCalls['refresh']['code'][]);

/** Keeps the user signed in: renews the access token before it expires, with one request for all calls that wait. */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #refresh: (refreshToken: string) => Promise<AuthSession>;
  readonly #onStoreError: ((error: unknown) => void) | undefined;
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
    onStoreError?: (error: unknown) => void,
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
      throw new DownbeatError('TOKEN_STORE_FAILED', 'Tokens could not be read', { cause });
    }
  }

  /** Calls back at every sign-in, renewal and sign-out; returns a function that unsubscribes. */
  onChange(listener: (session: StoredSession | null) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Stores the tokens of an answer. `expiresIn` is in seconds (RFC 6749). */
  async adopt(answer: AuthSession): Promise<StoredSession> {
    const { accessToken, refreshToken, user, expiresIn } = answer;
    const session = { accessToken, refreshToken, user, expiresAtMs: Date.now() + expiresIn * 1000 };
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
    const work = (): Promise<StoredSession> => this.#renewUnlessDone(kept?.refreshToken);
    this.#renewal ??= (this.#store.exclusively?.(work) ?? work()).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  /**
   * What was stored while we waited, e.g. by another tab or another sign-in, wins over our own answer.
   *
   * @param refreshToken undefined when signed out
   */
  async #renewUnlessDone(refreshToken: string | undefined): Promise<StoredSession> {
    const before = await this.#signedIn();
    if (before.refreshToken !== refreshToken) return before;
    try {
      await this.adoptRenewal(refreshToken, await this.#refresh(refreshToken));
      return await this.#signedIn();
    } catch (error) {
      if (!isDownbeatError(error) || !FINAL_CODES.has(error.code)) throw error;
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
    // A store that fails fails the next call too, whose caller gets the error.
    this.load().then(
      (session) => this.#changes.emit(session),
      () => undefined,
    );
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
        this.#onStoreError?.(error);
      }
    };
    return (this.#written = this.#written.then(write));
  }
}
