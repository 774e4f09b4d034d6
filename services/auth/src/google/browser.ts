import oauth2, { type OAuth2Namespace } from '@fastify/oauth2';
import type { App } from '@downbeat/shared/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newOpaqueToken } from '../tokens/opaque-token.ts';
import type { GoogleProvider } from './provider.ts';
import { SIGN_IN_SECONDS } from './limits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    googleOAuth2: OAuth2Namespace;
  }
}

const STATE_COOKIE = 'downbeat-google-state';
const VERIFIER_COOKIE = 'downbeat-google-verifier';
const TOKEN_REQUEST_LIMIT_MS = 5000;

const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);

const namesOf = (provider: GoogleProvider) => {
  const secure = new URL(provider.callbackUrl).protocol === 'https:';
  return { secure, state: cookieName(STATE_COOKIE, secure), verifier: cookieName(VERIFIER_COOKIE, secure) };
};

const endpointsOf = ({ authorizeUrl, tokenUrl }: GoogleProvider) => ({
  authorizeHost: authorizeUrl.origin,
  authorizePath: authorizeUrl.pathname,
  tokenHost: tokenUrl.origin,
  tokenPath: tokenUrl.pathname,
});

/** The authorization code flow with state and PKCE, both bound to the browser by cookie. */
export const registerOAuthClient = async (app: App, provider: GoogleProvider): Promise<void> => {
  const names = namesOf(provider);
  await app.register(oauth2, {
    name: 'googleOAuth2',
    credentials: {
      client: { id: provider.clientId, secret: provider.clientSecret },
      auth: endpointsOf(provider),
      http: { timeout: TOKEN_REQUEST_LIMIT_MS },
    },
    scope: ['openid', 'email', 'profile'],
    callbackUri: provider.callbackUrl,
    pkce: 'S256',
    redirectStateCookieName: names.state,
    verifierCookieName: names.verifier,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: names.secure, maxAge: SIGN_IN_SECONDS },
  });
};

export interface Authorization {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
}

/** One request of a browser that is on its way to the provider or back: what holds a sign-in to it. */
export interface Browser {
  /** Sets the cookies that bind this browser, and answers where to send it. */
  begin(): Promise<Authorization>;
  /** Whether `state` was given to the browser that brings it back. */
  isBound(state: string): boolean;
  /** Exchanges the provider's code for the ID token. Rejects when the provider refuses. */
  fetchIdToken(): Promise<string>;
  /** Takes the cookies back. */
  forget(): void;
}

export type BrowserOf = (request: FastifyRequest, reply: FastifyReply) => Browser;

export const createBrowserOf = (app: App, provider: GoogleProvider): BrowserOf => {
  const names = namesOf(provider);
  return (request, reply) => ({
    begin: async () => {
      const url = new URL(await app.googleOAuth2.generateAuthorizationUri(request, reply));
      const nonce = newOpaqueToken();
      url.searchParams.set('nonce', nonce);
      return { url: url.href, state: url.searchParams.get('state') ?? '', nonce };
    },
    isBound: (state) => request.cookies[names.state] === state,
    fetchIdToken: async () => {
      const { token } = await app.googleOAuth2.getAccessTokenFromAuthorizationCodeFlow(request);
      const idToken = token.id_token;
      if (idToken === undefined) throw new Error('the provider sent no ID token');
      return idToken;
    },
    forget: () => {
      for (const name of [names.state, names.verifier])
        reply.clearCookie(name, { path: '/', secure: names.secure });
    },
  });
};
