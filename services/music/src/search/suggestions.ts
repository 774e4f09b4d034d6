import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { type Suggestion, type SuggestionKind, SuggestionList } from '../generated/schemas.gen.ts';
import { type AnswerTemplate, createTemplates } from '../tracks/answer-template.ts';
import { searchTokens, sortKeyOf } from '../tracks/search-tokens.ts';
import { findAlbums, findArtists, findTracks, type MatchDeps } from './find-matches.ts';

// What is suggested while a user types. It comes from the indexes of the search, of each kind at most as many as are asked
// for, so one letter costs no more than a whole name. docs/search.md says why.

/** A user who types waits for it, so it gives up sooner than a search. */
const MAX_WINDOWS = 2;
const CACHE_TTL_SECONDS = 60;
/** Answers in the memory of one instance; one has about 1 kB. */
const MEMORY_BYTES = 2 * 1024 * 1024;

/** The same for all readers. */
export type Suggest = (options: { q: string; limit: number }) => Promise<AnswerTemplate>;

interface SuggestionsDeps extends MatchDeps {
  /** Advances when any track changes. */
  trackGeneration: Generation;
}

const KINDS: readonly SuggestionKind[] = ['artist', 'album', 'track'];

/** The candidates of each kind, best first. */
async function candidates(deps: MatchDeps, name: string, tokens: string[], limit: number) {
  const wanted = { name, tokens, limit, maxWindows: MAX_WINDOWS };
  const [artists, albums, tracks] = await Promise.all([
    findArtists(deps, wanted),
    findAlbums(deps, wanted),
    // Those that have a single word elsewhere are better suggested by the artist or the album.
    findTracks(deps, wanted, tokens.length === 1),
  ]);
  return [
    artists.items.flatMap(({ _id: id, listed }): Suggestion[] =>
      listed ? [{ kind: 'artist', id, text: listed.name, artistName: null }] : [],
    ),
    albums.items.flatMap(({ _id: id, listed }): Suggestion[] =>
      listed ? [{ kind: 'album', id, text: listed.title, artistName: listed.artist.name }] : [],
    ),
    tracks.items.map(({ id, title, artist, artists: tagged = [artist] }): Suggestion => {
      const artistName = tagged.map(({ name: one }) => one).join(', ');
      return { kind: 'track', id, text: title, artistName };
    }),
  ];
}

/** Of those that read the same, the first. */
function withoutRepetitions(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Map<string, Suggestion>();
  for (const suggestion of suggestions) {
    const reading = JSON.stringify([sortKeyOf(suggestion.text), sortKeyOf(suggestion.artistName ?? '')]);
    if (!seen.has(reading)) seen.set(reading, suggestion);
  }
  return [...seen.values()];
}

/** The first of each list, then the second of each, and so on. */
const inTurns = <T>(lists: readonly (readonly T[])[]): T[] => {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
};

/** As many of each kind as there is room for, those first that begin with the name; of these the kinds in their order. */
export function chooseSuggestions(
  kinds: readonly (readonly Suggestion[])[],
  name: string,
  limit: number,
): Suggestion[] {
  const begins = ({ text }: Suggestion): boolean => sortKeyOf(text).startsWith(name);
  const lists = kinds.map(withoutRepetitions);
  const beginning = inTurns(lists.map((list) => list.filter(begins)));
  const others = inTurns(lists.map((list) => list.filter((one) => !begins(one))));
  const byKind = (a: Suggestion, b: Suggestion): number => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  const chosen = beginning.slice(0, limit);
  return [...chosen.toSorted(byKind), ...others.slice(0, limit - chosen.length).toSorted(byKind)];
}

export function createSuggestions({ trackGeneration, ...deps }: SuggestionsDeps): Suggest {
  const toTemplate = createTemplates(SuggestionList);
  const answers = createMemoryCache<AnswerTemplate>([trackGeneration], {
    ttlSeconds: CACHE_TTL_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ bytes }) => bytes,
  });
  const none = toTemplate({ items: [] });
  return async ({ q, limit }) => {
    const [name, tokens] = [sortKeyOf(q), searchTokens(q)];
    // A query of punctuation only has no words, so nothing matches it.
    if (tokens.length === 0) return none;
    return answers.remember(JSON.stringify([limit, name, ...tokens]), async () => {
      const found = await candidates(deps, name, tokens, limit);
      return toTemplate({ items: chooseSuggestions(found, name, limit) });
    });
  };
}
