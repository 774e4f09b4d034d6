import { firstCharacters } from '@downbeat/shared/text';

const MAX_TOKENS = 60;
const MAX_TOKEN_LENGTH = 40;
const SORT_KEY_LENGTH = 64;
/** Longer beginnings of words are no terms of their own. */
const MAX_PREFIX_LENGTH = 6;

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

/**
 * Where a word is found, best first; the order of a search by relevance. A term is a word or its beginning, and the rank
 * of the match as its last character: twice the position in this list, and one more for a beginning.
 */
const FIELDS = ['title', 'artist', 'taggedArtist', 'other'] as const;
type Field = (typeof FIELDS)[number];

const beginning = (word: string): string => firstCharacters(word, MAX_PREFIX_LENGTH);

/** The shorter beginnings of a word, up to MAX_PREFIX_LENGTH. */
function prefixesOf(word: string): string[] {
  const characters = Array.from(beginning(word));
  const prefixes = characters.map((_, index) => characters.slice(0, index + 1).join(''));
  return prefixes.filter((prefix) => prefix !== word);
}

function fieldTerms(field: Field, words: readonly string[]): string[] {
  const rank = 2 * FIELDS.indexOf(field);
  return words.flatMap((word) => [
    `${word}${rank}`,
    ...prefixesOf(word).map((prefix) => `${prefix}${rank + 1}`),
  ]);
}

/** The last characters of the terms of an artist's name. */
export const ARTIST_RANKS = ['2', '3'];

export const artistTerms = (artistName: string): string[] => [
  ...new Set(fieldTerms('artist', searchTokens(artistName))),
];

interface SearchedTexts {
  title: string;
  taggedArtist: string | null;
  album: string | null;
  genre: string | null;
}

/** Finds nothing. A list without terms would be read by each search, as tracks of versions before the terms are. */
const NO_WORD = '0';

/** The terms of a track, apart from those of the artist's name. Of a term, only the one with the best rank. */
export function ownTerms({ title, taggedArtist, album, genre }: SearchedTexts): string[] {
  const best = new Map<string, string>();
  const all = [
    ...fieldTerms('title', searchTokens(title)),
    ...fieldTerms('taggedArtist', searchTokens(taggedArtist)),
    ...fieldTerms('other', searchTokens(album, genre)),
  ];
  for (const term of all.toSorted((a, b) => Number(a.at(-1)) - Number(b.at(-1)))) {
    const text = term.slice(0, -1);
    if (!best.has(text)) best.set(text, term);
  }
  return best.size === 0 ? [NO_WORD] : [...best.values()];
}

/** Whether a token is short enough that each word which begins with it has it as a term. */
export const isExactTerm = (token: string): boolean => beginning(token) === token;

/**
 * The terms of a token, best rank first: those of the word itself, and those of words that begin with it. Of a longer
 * token also its beginning as a word: where a track has that, too, it may have no other term of the longer word.
 */
export function termsOfToken(token: string): string[] {
  const start = beginning(token);
  const terms = FIELDS.flatMap((_, field) => {
    const rank = 2 * field;
    return [`${token}${rank}`, `${start}${rank}`, `${start}${rank + 1}`];
  });
  return [...new Set(terms)];
}

/**
 * Each track with a word that begins with the token has at least one of these terms. Unless the token is an exact term,
 * other tracks have them, too.
 */
export const coveringTerms = (token: string): string[] => termsOfToken(beginning(token));
