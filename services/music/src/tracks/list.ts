import type { TrackSort } from '../generated/schemas.gen.ts';
import type { Cursors } from '@downbeat/shared/paging';
import type { CachedPage, TrackCache } from './cache.ts';
import type { TrackRepository } from './repository.ts';
import { wordsOf } from './words.ts';

export interface ListOptions {
  limit: number;
  sort: TrackSort;
  cursor?: string;
  q?: string;
}

const MAX_SEARCH_WORDS = 8;

/** Lists tracks page by page; @throws ProblemError MALFORMED_CURSOR */
export type ListTracks = (options: ListOptions) => Promise<CachedPage>;

export function createTrackList(
  repository: TrackRepository,
  cache: TrackCache,
  cursors: Cursors,
): ListTracks {
  return async ({ limit, sort, cursor, q }) => {
    const list = `tracks ${sort}`;
    const [id = '', sortTitle = ''] = cursor === undefined ? [] : cursors.read(list, cursor);
    const words = wordsOf(q ?? '').slice(0, MAX_SEARCH_WORDS);
    // A search for nothing but punctuation names no word, so no track has it.
    if (q !== undefined && words.length === 0) return { items: [], nextCursor: null };
    const after = cursor === undefined ? null : { id, sortTitle };
    return cache.remember(JSON.stringify([sort, limit, words, after]), async () => {
      const { items, next } = await repository.list({ sort, limit, words, after });
      const position = next === null ? null : sort === 'title' ? [next.id, next.sortTitle] : [next.id];
      return { items, nextCursor: position === null ? null : cursors.write(list, position) };
    });
  };
}
