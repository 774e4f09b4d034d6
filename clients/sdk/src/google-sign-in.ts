import type { AuthOperations } from './generated/auth.operations.gen.ts';
import type { components } from './generated/auth.types.gen.ts';
import type { CallOptions } from './generated/call.gen.ts';
import { DownbeatError } from './http/errors.ts';

type Auth = Pick<AuthOperations, 'startGoogle' | 'exchangeGoogleCode'>;
type StartInput = NonNullable<Parameters<AuthOperations['startGoogle']>[0]>;
type Schemas = components['schemas'];
type AuthSession = Schemas['AuthSession'];

/** Keeps the PKCE verifier of a sign-in while the browser is at Google. */
export type VerifierStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Why Google or the service sent the browser back without a code. */
export type GoogleRefusal = Uppercase<Schemas['GoogleRefusal']>;

const VERIFIER_KEY = 'downbeat.google-verifier';
const VERIFIER_BYTES = 32;

const refusals: Readonly<Record<GoogleRefusal, string>> = {
  ACCESS_DENIED: 'Google was not allowed to say who this is',
  ACCOUNT_EXISTS: 'There is an account with this e-mail address; sign in to it by its password',
  EMAIL_UNVERIFIED: 'Google has not confirmed this e-mail address',
  GOOGLE_FAILED: 'The sign-in with Google failed',
};

/**
 * Signs in with Google, in two steps: `begin` before the browser goes to Google, `finish` after it came back. The
 * one-time code that the browser brings back is bound to this client (PKCE, RFC 7636): a code that was stolen from an
 * address bar is useless elsewhere, and a code that an attacker planted in a link is not accepted here.
 */
export class GoogleSignIn {
  readonly #auth: Auth;
  readonly #store: VerifierStore;
  readonly #tryStart: (input: StartInput, options: CallOptions) => Promise<unknown>;

  /** @param tryStart calls `startGoogle` without following its redirect; rejects when the service refuses */
  constructor(
    auth: Auth,
    store: VerifierStore,
    tryStart: (input: StartInput, options: CallOptions) => Promise<unknown>,
  ) {
    this.#auth = auth;
    this.#store = store;
    this.#tryStart = tryStart;
  }

  /**
   * The URL to send the browser to: `location.assign(await downbeat.google.begin())`. Replaces a sign-in that was begun
   * before. Asks the service first, because a browser that is sent to a refusal shows its bare JSON.
   *
   * @param options.redirectUri where to come back to, one of the installation's list; its first by default
   * @throws DownbeatError GOOGLE_NOT_CONFIGURED, REDIRECT_NOT_ALLOWED, or any code of a failed call.
   */
  async begin({ redirectUri, ...options }: { redirectUri?: string } & CallOptions = {}): Promise<URL> {
    const verifier = newCodeVerifier();
    const input = {
      ...(redirectUri !== undefined && { redirectUri }),
      code_challenge: await codeChallengeOf(verifier),
    };
    await this.#tryStart(input, options);
    this.#store.setItem(VERIFIER_KEY, verifier);
    return this.#auth.startGoogle(input);
  }

  /**
   * Signs in with the code in the page's URL; call it each time the page loads. Gives null, and leaves any code in the
   * URL alone, when this client has begun no sign-in or the URL ends none.
   *
   * @throws DownbeatError ACCESS_DENIED, ACCOUNT_EXISTS, EMAIL_UNVERIFIED, GOOGLE_FAILED (a `GoogleRefusal`);
   *   OAUTH_CODE_INVALID after a minute; any code of a failed call.
   */
  async finish(pageUrl: string | URL): Promise<AuthSession | null> {
    const parameters = new URL(pageUrl).searchParams;
    const [code, error] = [parameters.get('code'), parameters.get('error')];
    const codeVerifier = this.#store.getItem(VERIFIER_KEY);
    if (codeVerifier === null || (code === null && error === null)) return null;
    this.#store.removeItem(VERIFIER_KEY);
    if (code === null) throw refusalOf(error ?? '');
    return this.#auth.exchangeGoogleCode({ code, codeVerifier });
  }
}

/** `sessionStorage` in a page, because it survives the way to Google and back; memory elsewhere. */
export function defaultVerifierStore(): VerifierStore {
  try {
    return (globalThis as { sessionStorage?: VerifierStore }).sessionStorage ?? memoryStore();
  } catch {
    // Reading `sessionStorage` throws in a page without storage, e.g. in a sandboxed frame.
    return memoryStore();
  }
}

function memoryStore(): VerifierStore {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function refusalOf(name: string): DownbeatError<GoogleRefusal> {
  const wanted = name.toUpperCase();
  const code = Object.hasOwn(refusals, wanted) ? (wanted as GoogleRefusal) : 'GOOGLE_FAILED';
  return new DownbeatError<GoogleRefusal>(code, refusals[code]);
}

/** 256 random bits, base64url: 43 characters (RFC 7636, 4.1). */
function newCodeVerifier(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(VERIFIER_BYTES)));
}

/** The verifier's S256 challenge (RFC 7636, 4.2). Browsers offer `crypto.subtle` on https and localhost only. */
async function codeChallengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
