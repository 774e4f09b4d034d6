import { firstCharacters } from '@downbeat/shared/text';

const MAX_TOKENS = 60;
const MAX_TOKEN_LENGTH = 40;
const SORT_KEY_LENGTH = 64;

// Search and sort ignore case, accents and compatibility forms.
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The distinct words of some texts, folded. They are letters and digits only, so they are safe in any query. */
export function searchTokens(...texts: readonly (string | null)[]): string[] {
  const words = texts.flatMap((text) => fold(text ?? '').match(/[\p{L}\p{N}]+/gu) ?? []);
  const tokens = new Set(words.map((word) => firstCharacters(word, MAX_TOKEN_LENGTH)));
  return [...tokens].slice(0, MAX_TOKENS);
}

/** The text that a title is sorted by. Short, so that a cursor can hold it. */
export function sortKeyOf(title: string): string {
  return firstCharacters(fold(title).trim(), SORT_KEY_LENGTH);
}
