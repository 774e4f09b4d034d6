import { Events, OAuth2Server, type MutableRedirectUri, type MutableToken } from 'oauth2-mock-server';

interface Teardown {
  teardown(run: () => Promise<void>): void;
}

export interface OpenIdProvider {
  /** The shell's variables by which a system of our own sends people here instead of to Google. */
  env: Record<string, string>;
  /** Whom it vouches for from now on, without asking anybody. */
  claims: { sub: string; email: string; name: string };
  /** Lets the next person decline. */
  declineOnce(): void;
}

/** A real OpenID provider on this machine, standing in for Google's. */
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
