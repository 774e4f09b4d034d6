import { firstCharacters } from '@downbeat/shared/text';

/**
 * Raised when other words or terms are made of the same texts, or other keys of the catalogue: each start makes those of
 * earlier versions again.
 */
export const TERMS_VERSION = 5;

/** Words of one text. */
const MAX_WORDS = 60;
/** Words of one search; those after them are ignored. */
const MAX_QUERY_TOKENS = 8;
const MAX_TOKEN_LENGTH = 40;
/** The most parts of a word that are looked for each on its own. */
const MAX_PARTS = 8;
const SORT_KEY_LENGTH = 64;
/** Longer beginnings of words are no terms of their own. */
const MAX_PREFIX_LENGTH = 6;

/** Letters that Unicode does not decompose, and how they are written without them. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  (
    'æ:ae œ:oe ø:o ß:ss þ:th ð:d đ:d ɖ:d ɗ:d ħ:h ı:i ɨ:i ł:l ŋ:n ɲ:n ŧ:t ĸ:k ƙ:k ƀ:b ɓ:b ƈ:c ƒ:f ǥ:g ɠ:g ƥ:p ʉ:u ƴ:y ƶ:z ' +
    'ς:σ'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const UNDECOMPOSED = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');

/** Apostrophes that Unicode counts among the letters. */
const APOSTROPHES = /[\u02B9-\u02BF\u02C8\u02EE]/g;

/** Search and sort ignore case, accents, compatibility forms and characters that are not visible. */
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, '')
    .toLowerCase()
    .replaceAll(UNDECOMPOSED, (letter) => LETTERS.get(letter) ?? letter)
    .replaceAll(APOSTROPHES, "'");
}

/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{N}]]/v;
const PARTS = new RegExp(`${UNSPACED.source}+|[[\\p{L}\\p{N}]--${UNSPACED.source}]+`, 'gv');

/** The parts of each word of a text, folded. Words have spaces between them, their parts signs, or a change of the script. */
const partsOfWords = (text: string): string[][] =>
  fold(text)
    .split(/\s+/)
    .map((word) => word.match(PARTS) ?? [])
    .filter((parts) => parts.length > 0);

const cut = (word: string): string => firstCharacters(word, MAX_TOKEN_LENGTH);

/** Where a word of a title begins in a script without spaces is not known, so one begins at each character. */
function beginningsIn(part: string): string[] {
  if (!UNSPACED.test(part)) return [part];
  const characters = Array.from(part);
  return characters.map((_, index) => characters.slice(index, index + MAX_TOKEN_LENGTH).join(''));
}

/** Each part of a word, alone and with the next ones without the signs. A part has at least one character. */
function wordsIn(parts: readonly string[]): string[] {
  const joined = parts.map((_, index) => parts.slice(index, index + MAX_TOKEN_LENGTH).join(''));
  return [...parts.flatMap(beginningsIn), ...joined];
}

/** The words under which one text is found, folded. */
function wordsOf(text: string | null): string[] {
  const words = new Set<string>();
  for (const parts of partsOfWords(text ?? '')) {
    if (words.size >= MAX_WORDS) break;
    for (const word of wordsIn(parts)) words.add(cut(word));
  }
  return [...words].slice(0, MAX_WORDS);
}

/** The distinct words under which some texts are found. They are letters and digits only, so they are safe in any query. */
export function searchWords(...texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.flatMap(wordsOf))];
}

/** Between the spellings of a token. */
const OR = '/';

/**
 * The distinct words of a search, folded. A word with signs in it, such as AC/DC, has two spellings: without the signs, or
 * in parts, each of which must be found (`acdc/ac/dc`).
 */
export function searchTokens(text: string): string[] {
  const tokens = partsOfWords(text).map((parts) => {
    const whole = cut(parts.join(''));
    return parts.length === 1 ? whole : [whole, ...parts.slice(0, MAX_PARTS).map(cut)].join(OR);
  });
  return [...new Set(tokens)].slice(0, MAX_QUERY_TOKENS);
}

/** Whether each token is the beginning of one of these words, in one of its spellings. */
export const haveTokens = (words: readonly string[], tokens: readonly string[]): boolean =>
  tokens.every((token) =>
    spellingsOf(token).some((all) => all.every((one) => words.some((word) => word.startsWith(one)))),
  );

/** A token without the signs that are in it. */
export const withoutSigns = (token: string): string => token.split(OR, 1)[0] ?? token;

/** The spellings of a token: one of them must be found, each with all of its words. */
export function spellingsOf(token: string): string[][] {
  const [whole = '', ...parts] = token.split(OR);
  return parts.length === 0 ? [[whole]] : [[whole], parts];
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

/** The beginnings of words, up to MAX_PREFIX_LENGTH, with those that are whole words. */
export const prefixesOfWords = (words: readonly string[]): string[] => [
  ...new Set(words.flatMap((word) => [beginning(word), ...prefixesOf(word)])),
];

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
  ...new Set(fieldTerms('artist', wordsOf(artistName))),
];

/** Finds nothing. A list without terms would be read by each search, as tracks of versions before the terms are. */
const NO_WORD = '0';

/** Of a track that no search finds. */
export const NO_TERMS: readonly string[] = [NO_WORD];

interface SearchedTexts {
  title: string;
  taggedArtist: string | null;
  album: string | null;
  albumArtist?: string | null | undefined;
  genre: string | null;
}

/** The terms of a track, apart from those of the artist's name. Of a term, only the one with the best rank. */
export function ownTerms({ title, taggedArtist, album, albumArtist = null, genre }: SearchedTexts): string[] {
  const best = new Map<string, string>();
  const all = [
    ...fieldTerms('title', wordsOf(title)),
    ...fieldTerms('taggedArtist', wordsOf(taggedArtist)),
    ...fieldTerms('other', searchWords(album, albumArtist, genre)),
  ];
  for (const term of all.toSorted((a, b) => Number(a.at(-1)) - Number(b.at(-1)))) {
    const text = term.slice(0, -1);
    if (!best.has(text)) best.set(text, term);
  }
  return best.size === 0 ? [NO_WORD] : [...best.values()];
}

/** Whether a token is short enough that each word which begins with it has it as a term. */
export const isExactTerm = (token: string): boolean => !token.includes(OR) && beginning(token) === token;

/** The longest word of each spelling: a track that has none of these has none of the spellings. */
const decidingWords = (token: string): string[] =>
  spellingsOf(token).map((words) => words.reduce((a, b) => (b.length > a.length ? b : a)));

function termsIn(field: number, words: readonly string[]): string[] {
  const rank = 2 * field;
  return words.flatMap((word) => {
    const start = beginning(word);
    return [`${word}${rank}`, `${start}${rank}`, `${start}${rank + 1}`];
  });
}

/**
 * The terms of a token, best rank first: those of the word itself, and those of words that begin with it. Of a longer
 * token also its beginning as a word: where a track has that, too, it may have no other term of the longer word.
 */
export function termsOfToken(token: string): string[] {
  const words = decidingWords(token);
  return [...new Set(FIELDS.flatMap((_, field) => termsIn(field, words)))];
}

/** Those of them that a title has. */
export const titleTermsOfToken = (token: string): string[] => [...new Set(termsIn(0, decidingWords(token)))];

/**
 * Each track with a word that begins with the token has at least one of these terms. Unless the token is an exact term,
 * other tracks have them, too.
 */
export const coveringTerms = (token: string): string[] =>
  termsOfToken(decidingWords(token).map(beginning).join(OR));

/** Of what has a word that begins with the token, one of these is a beginning of a word. */
export const coveringPrefixes = (token: string): string[] => [
  ...new Set(decidingWords(token).map(beginning)),
];
