import type { AuthCalls } from '../generated/auth.operations.gen.ts';
import type { components } from '../generated/auth.types.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import { isDownbeatError } from '../http/send.ts';
import { Emitter } from '../emitter.ts';
import type { StoredSession, TokenStore } from './token-store.ts';

type AuthSession = components['schemas']['AuthSession'];

/** An access token is renewed this long before it ends, so that it cannot end on the way. */
const RENEWAL_MARGIN_MS = 30_000;

/** These answers to a refresh mean that the session is over; any other failure may pass. */
const FINAL_CODES = new Set<string>([
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'VALIDATION_FAILED',
] satisfies AuthCalls['refresh']['code'][]);

/**
 * Keeps somebody signed in: renews the access token before it ends, once however many calls wait for it.
 */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #renew: (refreshToken: string) => Promise<AuthSession>;
  readonly #changes = new Emitter<StoredSession | null>();
  #renewal: Promise<StoredSession> | null = null;

  constructor(store: TokenStore, renew: (refreshToken: string) => Promise<AuthSession>) {
    this.#store = store;
    this.#renew = renew;
    store.watch?.(() => this.#changes.emit(this.current));
  }

  /** The session as it is kept, or null when signed out. */
  get current(): StoredSession | null {
    return this.#store.load();
  }

  /** Calls back at every sign-in, renewal and sign-out; returns the function that ends this. */
  onChange(listener: (session: StoredSession | null) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Keeps the tokens of an answer. `expiresIn` is in seconds (RFC 6749). */
  adopt(answer: AuthSession): StoredSession {
    const { accessToken, refreshToken, user } = answer;
    const session = { accessToken, refreshToken, user, expiresAtMs: Date.now() + answer.expiresIn * 1000 };
    this.#store.save(session);
    this.#changes.emit(session);
    return session;
  }

  /** Forgets the session on this device. To end it everywhere, call `auth.logout()`, which does both. */
  forget(): void {
    this.#store.clear();
    this.#changes.emit(null);
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
   * @param refused the access token that was refused: if another one is kept by now, that is the answer
   * @throws DownbeatError SIGNED_OUT when there is nothing to renew, or the service ended the session; the code of
   *   any other failure, after which the session is still kept.
   */
  async renew(refused?: string): Promise<StoredSession> {
    const kept = this.current;
    if (refused !== undefined && kept !== null && kept.accessToken !== refused) return kept;
    this.#renewal ??= this.#renewOnce().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renewOnce(): Promise<StoredSession> {
    const session = this.current;
    if (session === null) throw new DownbeatError('SIGNED_OUT', 'Nobody is signed in');
    try {
      const answer = await this.#renew(session.refreshToken);
      return this.#replaced(session) ?? this.adopt(answer);
    } catch (error) {
      const final = isDownbeatError(error) && FINAL_CODES.has(error.code);
      if (!final) throw error;
      const other = this.#replaced(session);
      if (other !== null) return other;
      this.forget();
      throw new DownbeatError('SIGNED_OUT', 'The session has ended', { cause: error });
    }
  }

  /** Meanwhile somebody signed out or in, or another tab renewed: theirs counts, not what we asked for. */
  #replaced(asked: StoredSession): StoredSession | null {
    const { current } = this;
    if (current === null) throw new DownbeatError('SIGNED_OUT', 'Signed out meanwhile');
    return current.refreshToken === asked.refreshToken ? null : current;
  }
}
