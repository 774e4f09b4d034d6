import type { TString } from '@sinclair/typebox';

/** How many characters a text may have, as its schema in the contract says. */
export function lengthBounds({ minLength = 0, maxLength = Infinity }: TString): { min: number; max: number } {
  return { min: minLength, max: maxLength };
}

/** What a text must match, as its schema in the contract says, read as Ajv reads it: by whole characters. */
export function patternOf({ pattern = '' }: TString): RegExp {
  return new RegExp(pattern, 'u');
}

/** How many characters (Unicode code points) a text has, as a contract's `maxLength` counts them. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The first `most` characters (code points): unlike `slice`, never ends with half of a surrogate pair. */
export function firstCharacters(text: string, most: number): string {
  // A character takes at most two units, so that a long text is not taken apart as a whole.
  return Array.from(text.slice(0, most * 2))
    .slice(0, most)
    .join('');
}

/** Whether a text shows anything: fillers, formats and the blank of Braille do not (the Hangul filler is a letter). */
export function hasVisibleCharacter(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

// RFC 5321 Mailbox without its rarities: no quoted local part, no comment, no group, no list, no address literal, no
// letters beyond ASCII (not every server knows SMTPUTF8).
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const PLAIN_MAILBOX = new RegExp(String.raw`^(?<local>${ATOM}(?:\.${ATOM})*)@${LABEL}(?:\.${LABEL})*$`);

// RFC 5321 4.5.3.1. An address has two octets less than a path, which has the angle brackets too. (A label's 63 stand above.)
const LOCAL_OCTETS = 64;
const ADDRESS_OCTETS = 254;

/**
 * Whether this text is exactly one recipient that any mail server takes: no line break, list, group, route or quoting,
 * and no part over the lengths of RFC 5321 4.5.3.1. What registers an address and what mails it both ask here.
 */
export function isPlainMailbox(address: string): boolean {
  if (address.length > ADDRESS_OCTETS) return false;
  const local = PLAIN_MAILBOX.exec(address)?.groups?.['local'];
  return local !== undefined && local.length <= LOCAL_OCTETS;
}
