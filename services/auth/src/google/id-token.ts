import { createRemoteJWKSet, jwtVerify } from 'jose';
import { adaptDisplayName } from '../accounts/display-name.ts';
import { normaliseEmail } from '../accounts/email.ts';
import type { GoogleProvider } from './provider.ts';

/** Somebody, as the provider vouches for them. */
export interface GooglePerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string;
}

export type VerifyIdToken = (idToken: string, nonce: string) => Promise<GooglePerson>;

export class IdTokenError extends Error {
  override name = 'IdTokenError';
}

// Google signs with RS256 alone; the token's own header never chooses (RFC 8725, 3.1).
const ALGORITHMS = ['RS256'];
const KEY_FETCH_LIMIT_MS = 3000;
const CLOCK_TOLERANCE_SECONDS = 30;

// Google documents both spellings of its issuer.
const spellingsOf = (issuer: string): string[] => [issuer, issuer.replace(/^https:\/\//, '')];

/**
 * The display name of somebody new: always one that the contract has.
 * @param name the token's claim, which may be absent or anything
 * @param email normalised, so that its local part is a name: 1 to 64 visible characters of ASCII
 */
export const displayNameOf = (name: unknown, email: string): string => {
  const [local = email] = email.split('@');
  return (typeof name === 'string' ? adaptDisplayName(name) : null) ?? local;
};

/**
 * Checks an ID token (OpenID Connect Core, 3.1.3.7): signature by the provider's keys, issuer, audience, authorised
 * party, time, and the nonce of the sign-in it belongs to.
 * @throws IdTokenError, or jose's errors
 */
export const createIdTokenVerifier = (provider: GoogleProvider): VerifyIdToken => {
  const keys = createRemoteJWKSet(provider.jwksUrl, { timeoutDuration: KEY_FETCH_LIMIT_MS });
  return async (idToken, nonce) => {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ALGORITHMS,
      issuer: spellingsOf(provider.issuer),
      audience: provider.clientId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce', 'email'],
    });
    if (payload['nonce'] !== nonce) throw new IdTokenError('the ID token was made for another sign-in');
    if (payload['azp'] !== undefined && payload['azp'] !== provider.clientId) {
      throw new IdTokenError('the ID token was made for another client');
    }
    const address = payload['email'];
    const email = typeof address === 'string' ? normaliseEmail(address) : null;
    // Whatever the types say, a claim is what the provider wrote, and `sub` becomes part of a query.
    const subject: unknown = payload.sub;
    if (email === null || typeof subject !== 'string' || subject === '')
      throw new IdTokenError('the ID token names nobody');
    return {
      issuer: provider.issuer,
      subject,
      email,
      emailVerified: payload['email_verified'] === true,
      displayName: displayNameOf(payload['name'], email),
    };
  };
};
