import type { components } from '../generated/auth.types.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import { isDownbeatError } from '../http/send.ts';
import type { StoredSession, TokenStore } from './token-store.ts';

type AuthSession = components['schemas']['AuthSession'];

/** An access token is renewed this long before it ends, so that it cannot end on the way. */
const RENEWAL_MARGIN_MS = 30_000;

/** These answers to a refresh mean that the session is over; any other failure may pass. */
const FINAL_CODES = new Set(['REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED', 'VALIDATION_FAILED']);

/**
 * Keeps somebody signed in: renews the access token before it ends, once however many calls wait for it.
 */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #renew: (refreshToken: string) => Promise<AuthSession>;
  readonly #listeners = new Set<(session: StoredSession | null) => void>();
  #renewal: Promise<StoredSession> | null = null;

  constructor(store: TokenStore, renew: (refreshToken: string) => Promise<AuthSession>) {
    this.#store = store;
    this.#renew = renew;
  }

  /** The session as it is kept, or null when signed out. */
  get current(): StoredSession | null {
    return this.#store.load();
  }

  /** Calls back at every sign-in, renewal and sign-out; returns the function that ends this. */
  onChange(listener: (session: StoredSession | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps the tokens of an answer. `expiresIn` is in seconds (RFC 6749). */
  adopt(answer: AuthSession): StoredSession {
    const { accessToken, refreshToken, user } = answer;
    const session = { accessToken, refreshToken, user, expiresAtMs: Date.now() + answer.expiresIn * 1000 };
    this.#store.save(session);
    this.#notify(session);
    return session;
  }

  /** Forgets the session on this device. To end it everywhere, call `auth.logout()`, which does both. */
  forget(): void {
    this.#store.clear();
    this.#notify(null);
  }

  /** A token good for at least half a minute, or null when signed out. */
  async accessToken(): Promise<string | null> {
    const session = this.current;
    if (session === null) return null;
    if (session.expiresAtMs - Date.now() > RENEWAL_MARGIN_MS) return session.accessToken;
    return (await this.renew()).accessToken;
  }

  /**
   * Renews now, e.g. after a service called the token expired. Joins a renewal under way.
   *
   * @throws DownbeatError SIGNED_OUT when there is nothing to renew; the service's code when it refused.
   */
  renew(): Promise<StoredSession> {
    this.#renewal ??= this.#renewOnce().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renewOnce(): Promise<StoredSession> {
    const session = this.current;
    if (session === null) throw new DownbeatError('SIGNED_OUT', 'Nobody is signed in');
    try {
      return this.adopt(await this.#renew(session.refreshToken));
    } catch (error) {
      if (isDownbeatError(error) && FINAL_CODES.has(error.code)) this.forget();
      throw error;
    }
  }

  #notify(session: StoredSession | null): void {
    for (const listener of this.#listeners) listener(session);
  }
}
