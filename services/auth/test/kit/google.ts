import type { App } from '@downbeat/shared/http';
import type { LightMyRequestResponse as Response } from 'fastify';
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import type { Test } from 'tap';
import { call } from './users.ts';

export const CLIENT_ID = 'downbeat.apps.example';
export const APPLICATION = 'http://localhost:4003/';
export const OTHER_APPLICATION = 'http://localhost:4003/other?tab=1';

export interface Provider {
  /** The environment that makes auth use this provider. */
  readonly env: Record<string, string>;
  readonly server: OAuth2Server;
  /** Claims of the next ID tokens, on top of those of a user with a confirmed e-mail address. */
  claims: Record<string, unknown>;
}

/** Starts a local OpenID provider in place of Google's. */
export const startProvider = async (t: Test): Promise<Provider> => {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  t.teardown(() => server.stop());
  const issuer = server.issuer.url ?? '';
  const provider: Provider = {
    server,
    claims: {},
    env: {
      CLIENT_ID,
      CLIENT_SECRET: 'kT8vQ2mZx5',
      GOOGLE_ISSUER: issuer,
      GOOGLE_AUTHORIZE_URL: `${issuer}/authorize`,
      GOOGLE_TOKEN_URL: `${issuer}/token`,
      GOOGLE_JWKS_URL: `${issuer}/jwks`,
      GOOGLE_REDIRECT_ALLOWLIST: `${APPLICATION}, ${OTHER_APPLICATION}`,
    },
  };
  server.service.on('beforeTokenSigning', ({ payload }: MutableToken) => {
    if (payload['aud'] !== undefined)
      Object.assign(payload, { email_verified: true, name: 'Grace Hopper' }, provider.claims);
  });
  return provider;
};

export interface PendingSignIn {
  readonly cookies: Record<string, string>;
  /** The URL at the provider that auth redirects the browser to. */
  readonly authorizeUrl: URL;
  /** The query of the provider's redirect back to auth. */
  readonly query: Record<string, string>;
}

const cookiesOf = (answer: Response): Record<string, string> =>
  Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));

/** Begins a sign-in in a browser and follows it to the provider, up to the redirect back to auth. */
export const beginSignIn = async (app: App, query: Record<string, string> = {}): Promise<PendingSignIn> => {
  const start = await call(app, 'startGoogle', { query });
  if (start.statusCode !== 302) throw new Error(`startGoogle answered ${start.statusCode}: ${start.body}`);
  const authorizeUrl = new URL(String(start.headers.location));
  const consent = await fetch(authorizeUrl, { redirect: 'manual' });
  const back = new URL(consent.headers.get('location') ?? '');
  return { cookies: cookiesOf(start), authorizeUrl, query: Object.fromEntries(back.searchParams) };
};

export const finishSignIn = (
  app: App,
  { cookies, query }: Pick<PendingSignIn, 'cookies' | 'query'>,
): Promise<Response> => call(app, 'finishGoogle', { cookies, query });

/** The query of the final redirect to the application. */
export const redirectQuery = (answer: Response): Record<string, string> => {
  if (answer.statusCode !== 302)
    throw new Error(`finishGoogle answered ${answer.statusCode}: ${answer.body}`);
  return Object.fromEntries(new URL(String(answer.headers.location)).searchParams);
};

/** Signs in from begin to end; returns the query of the final redirect to the application. */
export const signInAtGoogle = async (
  app: App,
  query?: Record<string, string>,
): Promise<Record<string, string>> => redirectQuery(await finishSignIn(app, await beginSignIn(app, query)));

export const exchange = (app: App, code: unknown, codeVerifier?: string): Promise<Response> =>
  call(app, 'exchangeGoogleCode', { body: { code, ...(codeVerifier !== undefined && { codeVerifier }) } });
