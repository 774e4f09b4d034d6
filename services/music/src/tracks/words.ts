import { firstCharacters } from '@downbeat/shared/text';

const MAX_WORDS = 60;
const MAX_WORD_LENGTH = 40;
const SORT_LENGTH = 64;

// Case, accents and compatibility forms do not count when people search or sort.
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The different words of some texts, folded: letters and digits only, so that they are harmless in any query. */
export function wordsOf(...texts: readonly (string | null)[]): string[] {
  const words = texts.flatMap((text) => fold(text ?? '').match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...new Set(words.map((word) => firstCharacters(word, MAX_WORD_LENGTH)))].slice(0, MAX_WORDS);
}

/** What a title is sorted by: short, so that a cursor can carry it. */
export function sortKeyOf(title: string): string {
  return firstCharacters(fold(title).trim(), SORT_LENGTH);
}
