import { createMemoryCache, createStoredCache, type Generation } from '@downbeat/shared/cache';
import type { Cursors } from '@downbeat/shared/paging';
import { Type, type Static } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { Track, TrackPage, type TrackSort } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from './answer-template.ts';
import { withUrls } from './present-track.ts';
import type { TrackRepository } from './repository.ts';
import { searchTokens } from './search-tokens.ts';
import type { TrackReader } from './visibility.ts';

const CACHE_TTL_SECONDS = 60;
/** Pages in the memory of one instance; one of 20 tracks has about 15 kB. */
const MEMORY_BYTES = 8 * 1024 * 1024;

/** A track in the cache, the same for all readers: without the signed URLs. */
const CachedTrack = Type.Composite(
  [
    Type.Omit(Track, ['streamUrl', 'coverUrl']),
    Type.Object({
      coverVersion: Type.Union([Type.String(), Type.Null()]),
      accessKey: Type.Union([Type.String(), Type.Null()]),
    }),
  ],
  { additionalProperties: false },
);

const CachedPage = Type.Composite(
  [Type.Omit(TrackPage, ['items']), Type.Object({ items: Type.Array(CachedTrack) })],
  { additionalProperties: false },
);

interface ListOptions {
  limit: number;
  sort: TrackSort;
  cursor?: string;
  /** Search words; without them all tracks are listed. */
  q?: string;
  artistId?: string;
}

/** Lists or searches tracks, page by page; @throws ProblemError MALFORMED_CURSOR */
export type ListTracks = (options: ListOptions, reader: TrackReader) => Promise<AnswerTemplate>;

interface TrackListDeps {
  repository: TrackRepository;
  redis: Redis;
  /** Advances when any track changes. */
  generation: Generation;
  cursors: Cursors;
}

export function createTrackList({ repository, redis, generation, cursors }: TrackListDeps): ListTracks {
  const stored = createStoredCache(redis, {
    prefix: 'tracks',
    ttlSeconds: CACHE_TTL_SECONDS,
    schema: CachedPage,
  });
  const pages = createMemoryCache<AnswerTemplate>([generation], {
    ttlSeconds: CACHE_TTL_SECONDS,
    limit: MEMORY_BYTES,
    sizeOf: ({ bytes }) => bytes,
  });
  const toTemplate = createTemplates(TrackPage);
  const templateOf = ({ items, nextCursor }: Static<typeof CachedPage>): AnswerTemplate =>
    toTemplate({ items: items.map((record) => withUrls(record, ANY_QUERY)), nextCursor });
  const noTracks = templateOf({ items: [], nextCursor: null });

  return async ({ limit, sort: asked, cursor, q, artistId }, { userId, role }) => {
    // The only list with tracks that are not public. Its pages have keys of their own in the caches.
    const isOwn = artistId !== undefined && (artistId === userId || role === 'admin');
    const tokens = q === undefined ? [] : searchTokens(q);
    const isRanked = q !== undefined && artistId === undefined;
    const sort = !isRanked && asked === 'relevance' ? 'newest' : asked;
    // A position by relevance names a word of its search, so it is of no use to another.
    const list = sort === 'relevance' ? `tracks ${sort} ${tokens.join(' ')}` : `tracks ${sort}`;
    const after = cursor === undefined ? null : cursors.read(list, cursor);
    // A query of punctuation only has no words, so no track matches it.
    if (q !== undefined && tokens.length === 0) return noTracks;
    const load = async () => {
      const { items, next } = await repository.list({ sort, limit, tokens, artistId, isOwn, after });
      return { items, nextCursor: next && cursors.write(list, next) };
    };
    const key = JSON.stringify([sort, limit, tokens, after, artistId, isOwn]);
    return pages.remember(key, async (current) => templateOf(await stored.remember(current, key, load)));
  };
}
