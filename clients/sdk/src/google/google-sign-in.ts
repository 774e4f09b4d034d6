import type { AuthOperations } from '../generated/auth.operations.gen.ts';
import type { CallOptions } from '../generated/call.gen.ts';
import type { components } from '../generated/auth.types.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import { codeChallengeOf, newCodeVerifier } from './code-verifier.ts';
import type { VerifierStore } from './verifier-store.ts';

type Auth = Pick<AuthOperations, 'startGoogle' | 'exchangeGoogleCode'>;
type StartInput = NonNullable<Parameters<AuthOperations['startGoogle']>[0]>;
type Schemas = components['schemas'];
type AuthSession = Schemas['AuthSession'];

/** Why Google or the service sent somebody back without a code. */
export type GoogleRefusal = Uppercase<Schemas['GoogleRefusal']>;

const KEY = 'downbeat.google-verifier';

const refusals: Readonly<Record<GoogleRefusal, string>> = {
  ACCESS_DENIED: 'Google was not allowed to say who this is',
  ACCOUNT_EXISTS: 'There is an account with this e-mail address; sign in to it by its password',
  EMAIL_UNVERIFIED: 'Google has not confirmed this e-mail address',
  GOOGLE_FAILED: 'The sign-in with Google failed',
};

function refusalOf(name: string): DownbeatError<GoogleRefusal> {
  const wanted = name.toUpperCase();
  const code = Object.hasOwn(refusals, wanted) ? (wanted as GoogleRefusal) : 'GOOGLE_FAILED';
  return new DownbeatError<GoogleRefusal>(code, refusals[code]);
}

/**
 * Signing in with Google, in two steps with a browser's journey between them. The one-time code at its end is bound to
 * this client (PKCE, RFC 7636): nobody can use one that was read off an address bar, nor plant one of their own.
 */
export class GoogleSignIn {
  readonly #auth: Auth;
  readonly #store: VerifierStore;
  readonly #tryStart: (input: StartInput, options: CallOptions) => Promise<unknown>;

  /** @param tryStart asks for `startGoogle` without going anywhere, and rejects where the service refuses it */
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
   * The address to send the browser to: `location.assign(await downbeat.google.begin())`. Ends any sign-in begun before.
   * The service is asked first, since a browser that is sent to a refusal shows its bare JSON.
   *
   * @param options.redirectUri where to come back to, one of the installation's list; its first by default
   * @throws DownbeatError GOOGLE_NOT_CONFIGURED, REDIRECT_NOT_ALLOWED; whatever a call may fail with.
   */
  async begin({ redirectUri, ...options }: { redirectUri?: string } & CallOptions = {}): Promise<URL> {
    const verifier = newCodeVerifier();
    const input = {
      ...(redirectUri !== undefined && { redirectUri }),
      code_challenge: await codeChallengeOf(verifier),
    };
    await this.#tryStart(input, options);
    this.#store.setItem(KEY, verifier);
    return this.#auth.startGoogle(input);
  }

  /**
   * Signs in with what the browser came back with; call it with every address that the page is loaded at. Null for an
   * address that ends no sign-in which this client began: a planted code is left alone.
   *
   * @throws DownbeatError ACCESS_DENIED, ACCOUNT_EXISTS, EMAIL_UNVERIFIED, GOOGLE_FAILED (a `GoogleRefusal`);
   *   OAUTH_CODE_INVALID after a minute; whatever a call may fail with.
   */
  async finish(address: string | URL): Promise<AuthSession | null> {
    const parameters = new URL(address).searchParams;
    const [code, error] = [parameters.get('code'), parameters.get('error')];
    const codeVerifier = this.#store.getItem(KEY);
    if (codeVerifier === null || (code === null && error === null)) return null;
    this.#store.removeItem(KEY);
    if (code === null) throw refusalOf(error ?? '');
    return this.#auth.exchangeGoogleCode({ code, codeVerifier });
  }
}
