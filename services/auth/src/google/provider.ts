import type { Config } from '../config.ts';
import { redirectsOf } from './redirect-allowlist.ts';

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
export const googleProviderOf = (config: Config): GoogleProvider | null => {
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
};

/** Where browsers may be sent back to; compared to the letter, never as a prefix (RFC 9700, 4.1.3). */
export const redirectAllowlistOf = (config: Config): readonly string[] =>
  redirectsOf(config.GOOGLE_REDIRECT_ALLOWLIST);
