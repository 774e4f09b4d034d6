import type { App } from '@downbeat/shared/http';
import type { OAuth2Namespace } from '@fastify/oauth2';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { newOpaqueToken } from '../tokens.ts';

declare module 'fastify' {
  interface FastifyInstance {
    googleOAuth2: OAuth2Namespace;
  }
}

/** The OpenID provider and this service's registration with it. */
export interface GoogleProvider {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUrl: string;
  readonly issuer: string;
  readonly authorizeUrl: URL;
  readonly tokenUrl: URL;
  readonly jwksUrl: URL;
}

/** Null when this installation has no Google client. */
export function googleProviderOf(config: Config): GoogleProvider | null {
  const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = config;
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    clientId,
    clientSecret,
    callbackUrl: config.GOOGLE_CALLBACK_URL ?? `http://localhost:${config.PORT}/api/auth/google/callback`,
    issuer: config.GOOGLE_ISSUER,
    authorizeUrl: new URL(config.GOOGLE_AUTHORIZE_URL),
    tokenUrl: new URL(config.GOOGLE_TOKEN_URL),
    jwksUrl: new URL(config.GOOGLE_JWKS_URL),
  };
}

/** The time that a user has at Google, from the redirect there to the callback. */
export const SIGN_IN_SECONDS = 600;

const STATE_COOKIE = 'downbeat-google-state';
const VERIFIER_COOKIE = 'downbeat-google-verifier';
const TOKEN_REQUEST_LIMIT_MS = 5000;

// The prefix __Host- binds a cookie to this host; browsers accept it over HTTPS only.
function cookiesOf(provider: GoogleProvider) {
  const secure = new URL(provider.callbackUrl).protocol === 'https:';
  const prefix = secure ? '__Host-' : '';
  return { secure, state: `${prefix}${STATE_COOKIE}`, verifier: `${prefix}${VERIFIER_COOKIE}` };
}

type Cookies = ReturnType<typeof cookiesOf>;

/** Registers the authorization code flow, with state and PKCE verifier bound to the browser by cookies. */
async function registerFlow(app: App, provider: GoogleProvider, cookies: Cookies): Promise<void> {
  // Most installations have no Google client, and do not load it.
  const { default: oauth2 } = await import('@fastify/oauth2');
  const { clientId, clientSecret, authorizeUrl, tokenUrl } = provider;
  await app.register(oauth2, {
    name: 'googleOAuth2',
    credentials: {
      client: { id: clientId, secret: clientSecret },
      auth: {
        authorizeHost: authorizeUrl.origin,
        authorizePath: authorizeUrl.pathname,
        tokenHost: tokenUrl.origin,
        tokenPath: tokenUrl.pathname,
      },
      http: { timeout: TOKEN_REQUEST_LIMIT_MS },
    },
    scope: ['openid', 'email', 'profile'],
    callbackUri: provider.callbackUrl,
    pkce: 'S256',
    redirectStateCookieName: cookies.state,
    verifierCookieName: cookies.verifier,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: cookies.secure, maxAge: SIGN_IN_SECONDS },
  });
}

export type GoogleOAuth = Awaited<ReturnType<typeof createGoogleOAuth>>;

/** Adds Google as OAuth provider to the app. */
export async function createGoogleOAuth(app: App, provider: GoogleProvider) {
  const cookies = cookiesOf(provider);
  await registerFlow(app, provider, cookies);
  return {
    /** Sets the cookies that bind the sign-in to the browser, and returns the URL to redirect it to. */
    begin: async (request: FastifyRequest, reply: FastifyReply) => {
      const url = new URL(await app.googleOAuth2.generateAuthorizationUri(request, reply));
      const nonce = newOpaqueToken();
      url.searchParams.set('nonce', nonce);
      return { url: url.href, state: url.searchParams.get('state') ?? '', nonce };
    },
    /** Whether the browser has the cookie of `state`. */
    isBound: (request: FastifyRequest, state: string): boolean => request.cookies[cookies.state] === state,
    /** Exchanges Google's code for the ID token. Rejects when Google refuses the code. */
    fetchIdToken: async (request: FastifyRequest): Promise<string> => {
      const { token } = await app.googleOAuth2.getAccessTokenFromAuthorizationCodeFlow(request);
      if (token.id_token === undefined) throw new Error('the provider sent no ID token');
      return token.id_token;
    },
    clearCookies: (reply: FastifyReply): void => {
      for (const name of [cookies.state, cookies.verifier])
        reply.clearCookie(name, { path: '/', secure: cookies.secure });
    },
  };
}
