import { createHash } from 'node:crypto';

/** The challenge that a verifier answers, by the method S256 (RFC 7636, 4.2). */
export const codeChallengeOf = (codeVerifier: string): string =>
  createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
