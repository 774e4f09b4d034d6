import { randomInt } from 'node:crypto';

const INVITE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const INVITE_LENGTH = 8;

/** Eight letters and digits, without those that look alike: 40 bits. */
export function newInviteCode(): string {
  const letters = Array.from({ length: INVITE_LENGTH }, () => randomInt(INVITE_ALPHABET.length));
  return letters.map((index) => INVITE_ALPHABET[index]).join('');
}

/** A code that a person has typed, as it is stored: in capitals, without the dash. */
export const readInviteCode = (given: string): string => given.replace('-', '').toUpperCase();
