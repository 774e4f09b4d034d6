import { createCache, type Cache } from '@downbeat/shared/redis';
import { Type, type Static } from '@sinclair/typebox';
import type { Redis } from 'ioredis';
import { Track, TrackPage } from '../generated/schemas.gen.ts';

const TTL_SECONDS = 60;

/** A track as it lies in Redis, the same for all readers: without signed addresses. */
const CachedTrack = Type.Composite(
  [Type.Omit(Track, ['streamUrl', 'coverUrl']), Type.Object({ hasCover: Type.Boolean() })],
  { additionalProperties: false },
);

export const CachedPage = Type.Composite(
  [Type.Omit(TrackPage, ['items']), Type.Object({ items: Type.Array(CachedTrack) })],
  { additionalProperties: false },
);

export type CachedPage = Static<typeof CachedPage>;
export type TrackCache = Cache<CachedPage>;

export function createTrackCache(redis: Redis): TrackCache {
  return createCache(redis, { prefix: 'tracks', ttlSeconds: TTL_SECONDS, schema: CachedPage });
}
