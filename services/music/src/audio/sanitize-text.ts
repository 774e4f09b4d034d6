import { firstCharacters, hasVisibleCharacter, lengthOf } from '@downbeat/shared/text';

/** Characters that change the direction of writing: with them a name can be made to read as another one. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]+/g;

/** Normalised text (NFC) without control characters, direction controls or lone surrogates. */
function normalize(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(DIRECTION_CONTROLS, '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Text that is safe to show, cut to `maxLength` characters; null when nothing visible is left. */
export function sanitizeText(text: string | undefined, maxLength: number): string | null {
  const cut = firstCharacters(normalize(text ?? ''), maxLength).trim();
  return hasVisibleCharacter(cut) ? cut : null;
}

/** Whether text is too long once it is normalised. Some characters become several in NFC. */
export function exceedsMax(text: string, maxLength: number): boolean {
  return lengthOf(normalize(text)) > maxLength;
}
