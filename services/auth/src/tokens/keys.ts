import { createHmac, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

export type KeyedHash = (text: string) => Buffer;

/**
 * A keyed hash of one purpose. Every purpose gets its own key (HKDF, RFC 5869) from one secret, so that
 * a value made for one can never be taken for another.
 */
export const keyedHash = (secret: string, purpose: string): KeyedHash => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `downbeat/auth/${purpose}`, KEY_BYTES));
  return (text) => createHmac('sha256', key).update(text).digest();
};
