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
export function isSeen(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}
