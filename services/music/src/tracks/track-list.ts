import { type Cache, createCache } from '@downbeat/shared/cache';
import type { Cursors } from '@downbeat/shared/paging';
import { Type, type Static } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { Track, TrackPage, type TrackSort } from '../generated/schemas.gen.ts';
import type { TrackRepository } from './repository.ts';
import { searchTokens } from './search-tokens.ts';

const CACHE_TTL_SECONDS = 60;
/** Pages in the memory of one instance; a full page has about 15 kB. */
const PAGES_IN_MEMORY = 500;
const MAX_QUERY_TOKENS = 8;

/** A track in the cache, the same for all readers: without the signed URLs. */
const CachedTrack = Type.Composite(
  [Type.Omit(Track, ['streamUrl', 'coverUrl']), Type.Object({ hasCover: Type.Boolean() })],
  { additionalProperties: false },
);

const CachedPage = Type.Composite(
  [Type.Omit(TrackPage, ['items']), Type.Object({ items: Type.Array(CachedTrack) })],
  { additionalProperties: false },
);

/** A page in the cache, the same for all readers. */
export type CachedPage = Static<typeof CachedPage>;
export type TrackCache = Cache<CachedPage>;

export function createTrackCache(redis: Redis): TrackCache {
  return createCache(redis, {
    prefix: 'tracks',
    ttlSeconds: CACHE_TTL_SECONDS,
    schema: CachedPage,
    memoryEntries: PAGES_IN_MEMORY,
  });
}

interface ListOptions {
  limit: number;
  sort: TrackSort;
  cursor?: string;
  /** Search words; without them all tracks are listed. */
  q?: string;
}

/** Lists or searches tracks, page by page; @throws ProblemError MALFORMED_CURSOR */
export type ListTracks = (options: ListOptions) => Promise<CachedPage>;

interface TrackListDeps {
  repository: TrackRepository;
  cache: TrackCache;
  cursors: Cursors;
}

export function createTrackList({ repository, cache, cursors }: TrackListDeps): ListTracks {
  return async ({ limit, sort, cursor, q }) => {
    const list = `tracks ${sort}`;
    const [id = '', sortTitle = ''] = cursor === undefined ? [] : cursors.read(list, cursor);
    const tokens = searchTokens(q ?? '').slice(0, MAX_QUERY_TOKENS);
    // A query of punctuation only has no words, so no track matches it.
    if (q !== undefined && tokens.length === 0) return { items: [], nextCursor: null };
    const after = cursor === undefined ? null : { id, sortTitle };
    return cache.remember(JSON.stringify([sort, limit, tokens, after]), async () => {
      const { items, next } = await repository.list({ sort, limit, tokens, after });
      const position = next === null ? null : sort === 'title' ? [next.id, next.sortTitle] : [next.id];
      return { items, nextCursor: position === null ? null : cursors.write(list, position) };
    });
  };
}
