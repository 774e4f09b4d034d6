// What a search finds of all kinds, and what is suggested while the user types. Loaded with the search screen.
import type { SearchMatches, Suggestion } from '@downbeat/sdk';
import { signal, type Signal } from '@preact/signals';
import { user } from './account.ts';
import { loadLibrary } from './music-library.ts';
import { sentenceOf } from './notice.ts';
import { rememberTracks } from './tracks.ts';

/** How many of each kind stand in the overview. */
const OVERVIEW = { artistLimit: 6, albumLimit: 6, playlistLimit: 4, trackLimit: 10 };
const SUGGESTIONS = 8;
/** As many characters as the service takes. */
const MAX_WORDS = 100;

interface Answer<T> {
  /** To these words. */
  words: string;
  found: T;
}

/** The answer to the newest words. What is shown stays until the next answer comes. */
interface Latest<T> {
  readonly answer: Signal<Answer<T> | null>;
  /** Why the newest words have no answer, in words; null while all is well. */
  readonly failure: Signal<string | null>;
  /** Ends the request for the words before. */
  ask(words: string): Promise<void>;
  /** Ends the request, and forgets the answer. */
  clear(): void;
}

function createLatest<T>(load: (words: string, signal: AbortSignal) => Promise<T>): Latest<T> {
  const answer = signal<Answer<T> | null>(null);
  const failure = signal<string | null>(null);
  let running = new AbortController();
  const renew = (): AbortSignal => {
    running.abort();
    running = new AbortController();
    return running.signal;
  };
  return {
    answer,
    failure,
    async ask(words) {
      const turn = renew();
      try {
        const found = await load(words, turn);
        if (turn.aborted) return;
        answer.value = { words, found };
        failure.value = null;
      } catch (error) {
        if (!turn.aborted) failure.value = sentenceOf(error);
      }
    },
    clear() {
      renew();
      answer.value = null;
      failure.value = null;
    },
  };
}

/** The best few of each kind. */
export const overview = createLatest(async (q, turn): Promise<SearchMatches> => {
  const found = await (await loadLibrary()).search({ q, ...OVERVIEW }, { signal: turn });
  rememberTracks(found.tracks.items);
  return found;
});

/** A failure is not shown: the search itself says it. */
export const suggestions = createLatest(async (q, turn): Promise<readonly Suggestion[]> => {
  const { items } = await (await loadLibrary()).listSuggestions({ q, limit: SUGGESTIONS }, { signal: turn });
  return items;
});

let userId = user.value?.id;
// The next user in the same tab must not see the playlists that the one before has found.
user.subscribe((now) => {
  if (now?.id === userId) return;
  userId = now?.id;
  overview.clear();
  suggestions.clear();
});

/** The words by which a title is looked for: a longer title loses its last words. */
export function searchWordsOf(title: string): string {
  if (title.length <= MAX_WORDS) return title;
  const end = title.lastIndexOf(' ', MAX_WORDS);
  // Half of a surrogate pair cannot stand in an address.
  return end > 0 ? title.slice(0, end).trimEnd() : title.slice(0, MAX_WORDS).replace(/[\uD800-\uDBFF]$/, '');
}
