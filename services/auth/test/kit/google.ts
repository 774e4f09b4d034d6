import type { App } from '@downbeat/shared/http';
import type { LightMyRequestResponse as Response } from 'fastify';
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import type { Test } from 'tap';
import { call } from './people.ts';

export const CLIENT_ID = 'downbeat.apps.example';
export const APPLICATION = 'http://localhost:4003/';
export const OTHER_APPLICATION = 'http://localhost:4003/other?tab=1';

export interface Provider {
  /** The environment by which auth finds it. */
  readonly env: Record<string, string>;
  readonly server: OAuth2Server;
  /** Claims of the ID tokens to come, over those of somebody with a confirmed address. */
  claims: Record<string, unknown>;
}

/** A real OpenID provider on this machine, standing in for Google's. */
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

export interface Trip {
  readonly cookies: Record<string, string>;
  /** Where the application sends the browser. */
  readonly authorizeUrl: URL;
  /** What the provider sends the browser back with. */
  readonly query: Record<string, string>;
}

const cookiesOf = (answer: Response): Record<string, string> =>
  Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));

/** A browser's way to the provider, up to just before it comes back. */
export const depart = async (app: App, query: Record<string, string> = {}): Promise<Trip> => {
  const start = await call(app, 'startGoogle', { query });
  if (start.statusCode !== 302) throw new Error(`startGoogle answered ${start.statusCode}: ${start.body}`);
  const authorizeUrl = new URL(String(start.headers.location));
  const consent = await fetch(authorizeUrl, { redirect: 'manual' });
  const back = new URL(consent.headers.get('location') ?? '');
  return { cookies: cookiesOf(start), authorizeUrl, query: Object.fromEntries(back.searchParams) };
};

export const arrive = (app: App, { cookies, query }: Pick<Trip, 'cookies' | 'query'>): Promise<Response> =>
  call(app, 'finishGoogle', { cookies, query });

/** The parameters that the application is sent back with. */
export const landing = (answer: Response): Record<string, string> => {
  if (answer.statusCode !== 302)
    throw new Error(`finishGoogle answered ${answer.statusCode}: ${answer.body}`);
  return Object.fromEntries(new URL(String(answer.headers.location)).searchParams);
};

/** The whole way; the parameters that the application gets. */
export const travel = async (app: App, query?: Record<string, string>): Promise<Record<string, string>> =>
  landing(await arrive(app, await depart(app, query)));

export const exchange = (app: App, code: unknown, codeVerifier?: string): Promise<Response> =>
  call(app, 'exchangeGoogleCode', { body: { code, ...(codeVerifier !== undefined && { codeVerifier }) } });
