import { createCache, type Cache } from '@downbeat/shared/redis';
import { Type, type Static } from '@sinclair/typebox';
import type { Redis } from 'ioredis';

const TTL_SECONDS = 60;
const orNull = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(type: T) =>
  Type.Union([type, Type.Null()]);

/** A page as it lies in Redis, the same for all readers: without signed addresses. */
const CachedTrack = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    artist: Type.Object({ id: Type.String(), name: Type.String() }, { additionalProperties: false }),
    taggedArtist: orNull(Type.String()),
    album: orNull(Type.String()),
    genre: orNull(Type.String()),
    year: orNull(Type.Integer()),
    trackNumber: orNull(Type.Integer()),
    durationMs: Type.Integer(),
    contentType: Type.Union([
      Type.Literal('audio/mpeg'),
      Type.Literal('audio/flac'),
      Type.Literal('audio/ogg'),
      Type.Literal('audio/mp4'),
      Type.Literal('audio/wav'),
    ]),
    bytes: Type.Integer(),
    hasCover: Type.Boolean(),
    createdAt: Type.String(),
  },
  { additionalProperties: false },
);

export const CachedPage = Type.Object(
  { items: Type.Array(CachedTrack), nextCursor: orNull(Type.String()) },
  { additionalProperties: false },
);

export type CachedPage = Static<typeof CachedPage>;
export type TrackCache = Cache<CachedPage>;

export function createTrackCache(redis: Redis): TrackCache {
  return createCache(redis, { prefix: 'tracks', ttlSeconds: TTL_SECONDS, schema: CachedPage });
}
