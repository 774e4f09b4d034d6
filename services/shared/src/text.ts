import type { TString } from '@sinclair/typebox';

/** How many characters a text may have, by its schema in the contract. */
export function lengthBounds({ minLength = 0, maxLength = Infinity }: TString): { min: number; max: number } {
  return { min: minLength, max: maxLength };
}

/** What a text must match, by its schema in the contract. As in Ajv, the pattern matches whole characters. */
export function patternOf({ pattern = '' }: TString): RegExp {
  return new RegExp(pattern, 'u');
}

/** The number of characters (Unicode code points) of a text, as a contract's `maxLength` counts them. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The first `most` characters (code points). Unlike `slice`, it never ends with half of a surrogate pair. */
export function firstCharacters(text: string, most: number): string {
  // A character has at most two code units; the rest of a long text is not split into characters.
  return Array.from(text.slice(0, most * 2))
    .slice(0, most)
    .join('');
}

/** Whether a text has a visible character. Fillers, format characters and the Braille blank are not visible. */
export function hasVisibleCharacter(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

// The common part of an RFC 5321 Mailbox: no quoted local part, comment, group, list or address literal, and only ASCII,
// because not every server supports SMTPUTF8.
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const PLAIN_MAILBOX = new RegExp(String.raw`^(?<local>${ATOM}(?:\.${ATOM})*)@${LABEL}(?:\.${LABEL})*$`);

// RFC 5321, 4.5.3.1. A path has 256 octets with its angle brackets, so an e-mail has 254.
const LOCAL_OCTETS = 64;
const EMAIL_OCTETS = 254;

/**
 * Whether a text is exactly one recipient that every mail server accepts: no line break, list, group, route or quoting, and
 * no part over the limits of RFC 5321, 4.5.3.1. Registration and mail delivery both use this check.
 */
export function isPlainMailbox(email: string): boolean {
  if (email.length > EMAIL_OCTETS) return false;
  const local = PLAIN_MAILBOX.exec(email)?.groups?.['local'];
  return local !== undefined && local.length <= LOCAL_OCTETS;
}
