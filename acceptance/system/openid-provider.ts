import { Events, OAuth2Server, type MutableRedirectUri, type MutableToken } from 'oauth2-mock-server';
import type { Teardown } from './start.ts';

export interface OpenIdProvider {
  /** The environment variables that make auth use this provider instead of Google. */
  env: Record<string, string>;
  /** The identity in the tokens that it issues from now on, without a login page. */
  claims: { sub: string; email: string; name: string };
  /** The next authorisation is declined. */
  declineOnce(): void;
}

/** Starts an OpenID provider on this machine in place of Google's. */
export async function startOpenIdProvider(t: Teardown): Promise<OpenIdProvider> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  t.teardown(() => server.stop());
  const issuer = server.issuer.url!;
  const provider: OpenIdProvider = {
    env: {
      AUTH_CLIENT_ID: 'downbeat.apps.example',
      AUTH_CLIENT_SECRET: 'kT8vQ2mZx5',
      AUTH_GOOGLE_ISSUER: issuer,
      AUTH_GOOGLE_AUTHORIZE_URL: `${issuer}/authorize`,
      AUTH_GOOGLE_TOKEN_URL: `${issuer}/token`,
      AUTH_GOOGLE_JWKS_URL: `${issuer}/jwks`,
    },
    claims: { sub: 'grace', email: 'grace@example.com', name: 'Grace Hopper' },
    declineOnce: () => {
      server.service.once(Events.BeforeAuthorizeRedirect, ({ url }: MutableRedirectUri) => {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'access_denied');
      });
    },
  };
  server.service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken) => {
    if (payload['aud'] !== undefined) Object.assign(payload, { email_verified: true }, provider.claims);
  });
  return provider;
}
