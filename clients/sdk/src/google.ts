import type { AuthOperations } from './generated/auth.operations.gen.ts';
import type { AuthSession } from './generated/auth.types.gen.ts';
import type { CallOptions } from './generated/call.gen.ts';

/** Keeps the PKCE verifier of a sign-in while the browser is at Google. */
export type VerifierStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Signs in with Google, in two steps: `begin` before the browser goes to Google, `finish` after it came back. The
 * one-time code that the browser brings back is bound to this client (PKCE, RFC 7636): a code that was stolen from an
 * address bar is useless elsewhere, and a code that an attacker planted in a link is not accepted here.
 */
export interface GoogleSignIn {
  /**
   * The URL to send the browser to: `location.assign(await downbeat.google.begin())`. Replaces a sign-in that was begun
   * before. Asks the service first, because a browser that is sent to a refusal shows its bare JSON.
   *
   * @param options.redirectUri where to come back to, one of the installation's list; its first by default
   * @throws DownbeatError GOOGLE_NOT_CONFIGURED, REDIRECT_NOT_ALLOWED, or any code of a failed call.
   */
  begin(options?: { redirectUri?: string } & CallOptions): Promise<URL>;
  /**
   * Signs in with the code in the page's URL; call it each time the page loads. Gives null, and leaves any code in the
   * URL alone, when this client has begun no sign-in or the URL ends none.
   *
   * @throws DownbeatError ACCESS_DENIED, ACCOUNT_EXISTS, EMAIL_UNVERIFIED, GOOGLE_FAILED (a `GoogleRefusal`);
   *   OAUTH_CODE_INVALID after a minute; any code of a failed call.
   */
  finish(pageUrl: string | URL): Promise<AuthSession | null>;
}

/** What a sign-in needs of its client. */
export interface GoogleDeps {
  auth: Pick<AuthOperations, 'startGoogle' | 'exchangeGoogleCode'>;
  /** Undefined until the first use, when none was given. */
  store: VerifierStore | undefined;
}

/** Loads the sign-in when it is used, and not at every load of a page. */
export function lazyGoogleSignIn(deps: GoogleDeps): GoogleSignIn {
  return {
    begin: async (options) => (await import('./google-sign-in.ts')).begin(deps, options),
    finish: async (pageUrl) => {
      const { searchParams } = new URL(pageUrl);
      if (!searchParams.has('code') && !searchParams.has('error')) return null;
      return (await import('./google-sign-in.ts')).finish(deps, searchParams);
    },
  };
}
