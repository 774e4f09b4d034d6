import { firstCharacters } from '@downbeat/shared/text';
import { searchTokens, searchWords, spellingsOf, TERMS_VERSION } from '../tracks/search-tokens.ts';

/** Longer words are found by this beginning of them. */
const MAX_TERM_LENGTH = 16;
/** Of one name: in scripts without spaces a word begins at each character. */
const MAX_TERMS = 400;
/** Parts of one word of a search; further ones are not looked at. */
const MAX_PARTS = 4;

/** Is in each list of terms, so that one index finds all playlists and those with a word, both in the order of the ids. */
const EVERY = '';

/** The words of a name and their beginnings. */
function nameTerms(name: string): string[] {
  const beginnings = searchWords(name).flatMap((word) => {
    const characters = Array.from(firstCharacters(word, MAX_TERM_LENGTH));
    return characters.map((_, index) => characters.slice(0, index + 1).join(''));
  });
  return [...new Set([EVERY, ...beginnings])].slice(0, MAX_TERMS);
}

/** The terms of a name, and what they were made of: a version before them renames a playlist without them. */
export const termFields = (name: string) => ({
  ...{ terms: nameTerms(name), termsOf: name, termsVersion: TERMS_VERSION },
});

/** What a name must have for one word of a search: all terms of one of its spellings. */
export type WordDemand = readonly (readonly string[])[];

const longest = (terms: readonly string[]): string =>
  terms.reduce((a, b) => (b.length > a.length ? b : a), EVERY);

/** A name that meets the demand has one of these. */
export const decidingTerms = (demand: WordDemand): string[] => [...new Set(demand.map(longest))];

const lengthOf = (demand: WordDemand): number =>
  Math.min(...decidingTerms(demand).map(({ length }) => length));

/**
 * What the words of a search demand, the longest word first: it decides how much of the index is read. Without any text one
 * demand that all names meet; of signs only none.
 */
export function demandsOf(q: string): WordDemand[] {
  if (q.trim() === '') return [[[EVERY]]];
  const termOf = (word: string): string => firstCharacters(word, MAX_TERM_LENGTH);
  return searchTokens(q)
    .map((token) => spellingsOf(token).map((words) => words.slice(0, MAX_PARTS).map(termOf)))
    .toSorted((a, b) => lengthOf(b) - lengthOf(a));
}
