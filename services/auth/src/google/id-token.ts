import { adaptDisplayName } from '../accounts/display-name.ts';
import { normaliseEmail } from '../accounts/email.ts';
import type { GoogleProvider } from './oauth-client.ts';

/** A user as the provider describes them. */
export interface GoogleUser {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string;
}

export type VerifyIdToken = (idToken: string, nonce: string) => Promise<GoogleUser>;

export class IdTokenError extends Error {
  override name = 'IdTokenError';
}

// Google signs with RS256 only. The token's own header must not choose the algorithm (RFC 8725, 3.1).
const ALGORITHMS = ['RS256'];
const KEY_FETCH_LIMIT_MS = 3000;
const CLOCK_TOLERANCE_SECONDS = 30;

// Google documents its issuer with and without the scheme.
const acceptedIssuers = (issuer: string): string[] => [issuer, issuer.replace(/^https:\/\//, '')];

/**
 * The display name of a new user, always one that the contract accepts.
 * @param name the claim of the ID token: absent or any value
 * @param email normalised; its local part is a valid name: 1 to 64 visible ASCII characters
 */
export function displayNameOf(name: unknown, email: string): string {
  const [local = email] = email.split('@');
  return (typeof name === 'string' ? adaptDisplayName(name) : null) ?? local;
}

/**
 * Verifies an ID token (OpenID Connect Core, 3.1.3.7): signature by the provider's keys, issuer, audience, authorised
 * party, time, and the nonce of the sign-in.
 * @throws IdTokenError, or jose's errors
 */
export async function createIdTokenVerifier(provider: GoogleProvider): Promise<VerifyIdToken> {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  const keys = createRemoteJWKSet(provider.jwksUrl, { timeoutDuration: KEY_FETCH_LIMIT_MS });
  return async (idToken, nonce) => {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ALGORITHMS,
      issuer: acceptedIssuers(provider.issuer),
      audience: provider.clientId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce', 'email'],
    });
    if (payload['nonce'] !== nonce) throw new IdTokenError('the ID token was made for another sign-in');
    if (payload['azp'] !== undefined && payload['azp'] !== provider.clientId)
      throw new IdTokenError('the ID token was made for another client');
    const email = typeof payload['email'] === 'string' ? normaliseEmail(payload['email']) : null;
    // `sub` becomes part of a query and can have any JSON type, whatever jose's types say.
    const subject: unknown = payload.sub;
    if (email === null || typeof subject !== 'string' || subject === '')
      throw new IdTokenError('the ID token has no usable e-mail address or subject');
    return {
      issuer: provider.issuer,
      subject,
      email,
      emailVerified: payload['email_verified'] === true,
      displayName: displayNameOf(payload['name'], email),
    };
  };
}
