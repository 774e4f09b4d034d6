import { firstCharacters } from '@downbeat/shared/text';
import { searchTokens, searchWords, withoutSigns } from '../tracks/search-tokens.ts';

/** Longer words are found by this beginning of them. */
const MAX_TERM_LENGTH = 16;
/** Of one name: in scripts without spaces a word begins at each character. */
const MAX_TERMS = 400;
/** Words of a search; further ones are not looked at. */
const MAX_TOKENS = 8;

/** Is in each list of terms, so that one index finds all playlists and those with a word, both in the order of the ids. */
const EVERY = '';

/** The words of a name and their beginnings. */
export function nameTerms(name: string): string[] {
  const beginnings = searchWords(name).flatMap((word) => {
    const characters = Array.from(firstCharacters(word, MAX_TERM_LENGTH));
    return characters.map((_, index) => characters.slice(0, index + 1).join(''));
  });
  return [...new Set([EVERY, ...beginnings])].slice(0, MAX_TERMS);
}

/** What a name that the words of a search find must have, the longest term first: it decides how much of the index is read. */
export function termsOfSearch(q: string): string[] {
  const terms = searchTokens(q)
    .slice(0, MAX_TOKENS)
    .map((token) => firstCharacters(withoutSigns(token), MAX_TERM_LENGTH));
  return [...new Set([...terms, EVERY])].toSorted((a, b) => b.length - a.length);
}
