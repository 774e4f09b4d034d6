import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const KEY_BYTES = 32;

/** Makes an opaque token: 256 random bits as base64url, 43 characters. */
export const newOpaqueToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** The form in which an opaque token is stored. 256 random bits cannot be searched, so a plain SHA-256 is enough. */
export const opaqueTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

export type KeyedHash = (text: string) => Buffer;

/**
 * A keyed hash for one purpose. Each purpose gets its own key (HKDF, RFC 5869) from the one secret, so a value that
 * was made for one purpose is never valid for another.
 */
export function keyedHash(secret: string, purpose: string): KeyedHash {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `downbeat/auth/${purpose}`, KEY_BYTES));
  return (text) => createHmac('sha256', key).update(text).digest();
}
