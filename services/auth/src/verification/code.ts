import { randomInt, timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from '../tokens/keys.ts';

const DIGITS = 6;

/** Six digits from the system's random source, each code equally likely. */
export const newCode = (): string =>
  randomInt(10 ** DIGITS)
    .toString()
    .padStart(DIGITS, '0');

/** What is kept of a code: keyed (a million codes are searched in no time), and bound to its purpose and owner. */
export const codeHash = (key: KeyedHash, code: string, purpose: string, userId: string): Buffer =>
  key(`${purpose}:${userId}:${code}`);

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
