// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

/** List tracks */
export const listTracks = {
  method: 'GET',
  url: '/api/music/get',
  config: {
    operationId: 'listTracks',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listTracks',
    querystring: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        sort: s.TrackSort,
        artistId: Type.Optional(s.Id),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.TrackPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Upload a track */
export const createTrack = {
  method: 'POST',
  url: '/api/music/create',
  config: {
    operationId: 'createTrack',
    security: [{ bearer: ['artist'] }],
    codes: [
      'AUDIO_NOT_RECOGNISED',
      'AUDIO_UNREADABLE',
      'COVER_NOT_RECOGNISED',
      'EMAIL_NOT_VERIFIED',
      'FILE_TOO_LARGE',
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'MALFORMED_MULTIPART',
      'QUOTA_EXCEEDED',
      'SESSION_REVOKED',
      'STORAGE_FULL',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'UPLOAD_ABORTED',
      'VALIDATION_FAILED',
    ],
    multipart: {
      text: Type.Object(
        {
          title: Type.Optional(s.TrackTitle),
          artist: Type.Optional(s.TagText),
          album: Type.Optional(s.TagText),
          albumArtist: Type.Optional(s.TagText),
          genre: Type.Optional(s.TagText),
          year: Type.Optional(s.TagNumber),
          discNumber: Type.Optional(s.TagNumber),
          trackNumber: Type.Optional(s.TagNumber),
          visibility: Type.Optional(s.TrackVisibility),
        },
        { additionalProperties: false },
      ),
      files: { audio: { required: true }, cover: { required: false } },
    },
  },
  schema: {
    operationId: 'createTrack',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    response: { 201: s.Track, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Change several tracks in the same way */
export const updateTracks = {
  method: 'PATCH',
  url: '/api/music/tracks',
  config: {
    operationId: 'updateTracks',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'updateTracks',
    body: s.TracksChange,
    response: {
      200: s.TrackChangeResults,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Find which files are among your tracks already */
export const findDuplicates = {
  method: 'POST',
  url: '/api/music/duplicates',
  config: {
    operationId: 'findDuplicates',
    security: [{ bearer: ['artist'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'findDuplicates',
    body: s.FileDigests,
    response: {
      200: s.DuplicateTracks,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a track */
export const getTrack = {
  method: 'GET',
  url: '/api/music/tracks/:trackId',
  config: {
    operationId: 'getTrack',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.Track,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Change the metadata of a track, or who can see it */
export const updateTrack = {
  method: 'PATCH',
  url: '/api/music/tracks/:trackId',
  config: {
    operationId: 'updateTrack',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'updateTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    body: s.TrackChange,
    response: { 200: s.Track, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Delete a track */
export const deleteTrack = {
  method: 'DELETE',
  url: '/api/music/tracks/:trackId',
  config: {
    operationId: 'deleteTrack',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'deleteTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Stream a track */
export const streamTrack = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/stream',
  config: {
    operationId: 'streamTrack',
    security: [{ bearer: ['guests'] }, { streamSignature: ['guests'] }],
    codes: [
      'RANGE_NOT_SATISFIABLE',
      'SESSION_REVOKED',
      'SIGNATURE_EXPIRED',
      'SIGNATURE_INVALID',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'streamTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      {
        sid: Type.Optional(s.Id),
        expires: Type.Optional(Type.Integer({ minimum: 0, maximum: 253402300799 })),
        signature: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}(\\.[A-Za-z0-9_-]{22})?$' })),
        formats: Type.Optional(
          Type.String({
            pattern: '^(raw|mp3|flac|aac|vorbis|opus|wav)(,(raw|mp3|flac|aac|vorbis|opus|wav)){0,6}$',
          }),
        ),
        maxBitRate: Type.Optional(Type.Integer({ minimum: 0, maximum: 100000 })),
        as: Type.Unsafe<'inline' | 'attachment'>({
          type: 'string',
          enum: ['inline', 'attachment'],
          default: 'inline',
        }),
      },
      { additionalProperties: false },
    ),
    response: {
      200: { content: { 'audio/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      206: { content: { 'audio/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get the cover of a track */
export const getTrackCover = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/cover',
  config: {
    operationId: 'getTrackCover',
    security: [{ bearer: ['guests'] }, { streamSignature: ['guests'] }],
    codes: [
      'COVER_NOT_FOUND',
      'RANGE_NOT_SATISFIABLE',
      'SESSION_REVOKED',
      'SIGNATURE_EXPIRED',
      'SIGNATURE_INVALID',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'getTrackCover',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      {
        v: Type.Optional(Type.String({ maxLength: 32 })),
        size: Type.Optional(Type.Integer({ minimum: 1, maximum: 16384 })),
        sid: Type.Optional(s.Id),
        expires: Type.Optional(Type.Integer({ minimum: 0, maximum: 253402300799 })),
        signature: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}(\\.[A-Za-z0-9_-]{22})?$' })),
      },
      { additionalProperties: false },
    ),
    response: {
      200: { content: { 'image/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      206: { content: { 'image/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Give a track another cover */
export const setTrackCover = {
  method: 'PUT',
  url: '/api/music/tracks/:trackId/cover',
  config: {
    operationId: 'setTrackCover',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: [
      'COVER_NOT_RECOGNISED',
      'FILE_TOO_LARGE',
      'MALFORMED_MULTIPART',
      'QUOTA_EXCEEDED',
      'SESSION_REVOKED',
      'STORAGE_FULL',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'UPLOAD_ABORTED',
      'VALIDATION_FAILED',
    ],
    multipart: {
      text: Type.Object({}, { additionalProperties: false }),
      files: { cover: { required: true } },
    },
  },
  schema: {
    operationId: 'setTrackCover',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    response: { 200: s.Track, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Remove the cover of a track */
export const removeTrackCover = {
  method: 'DELETE',
  url: '/api/music/tracks/:trackId/cover',
  config: {
    operationId: 'removeTrackCover',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'removeTrackCover',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    response: { 200: s.Track, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** List what was changed of a track, the last change first */
export const listTrackEdits = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/edits',
  config: {
    operationId: 'listTrackEdits',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listTrackEdits',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.TrackEditList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get the lyrics of a track */
export const getLyrics = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/lyrics',
  config: {
    operationId: 'getLyrics',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getLyrics',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.Lyrics,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Write the lyrics of a track */
export const setLyrics = {
  method: 'PUT',
  url: '/api/music/tracks/:trackId/lyrics',
  config: {
    operationId: 'setLyrics',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'setLyrics',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    body: s.LyricsText,
    response: { 200: s.Lyrics, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Remove the lyrics of a track */
export const removeLyrics = {
  method: 'DELETE',
  url: '/api/music/tracks/:trackId/lyrics',
  config: {
    operationId: 'removeLyrics',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'removeLyrics',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get what decoding a track has found */
export const getTrackAnalysis = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/analysis',
  config: {
    operationId: 'getTrackAnalysis',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getTrackAnalysis',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.TrackAnalysis,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Analyse a track again */
export const analyseTrack = {
  method: 'POST',
  url: '/api/music/tracks/:trackId/analysis',
  config: {
    operationId: 'analyseTrack',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'analyseTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      202: s.TrackAnalysis,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Like a track */
export const likeTrack = {
  method: 'PUT',
  url: '/api/music/tracks/:trackId/like',
  config: {
    operationId: 'likeTrack',
    security: [{ bearer: [] }],
    codes: [
      'LIKE_LIMIT_REACHED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'likeTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Like a track no longer */
export const unlikeTrack = {
  method: 'DELETE',
  url: '/api/music/tracks/:trackId/like',
  config: {
    operationId: 'unlikeTrack',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'unlikeTrack',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Rate a track */
export const setRating = {
  method: 'PUT',
  url: '/api/music/tracks/:trackId/rating',
  config: {
    operationId: 'setRating',
    security: [{ bearer: [] }],
    codes: [
      'RATING_LIMIT_REACHED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'setRating',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    body: s.NewRating,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Take the rating of a track back */
export const removeRating = {
  method: 'DELETE',
  url: '/api/music/tracks/:trackId/rating',
  config: {
    operationId: 'removeRating',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'removeRating',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get how often a track is played, by how many, and how it is rated */
export const getTrackFigures = {
  method: 'GET',
  url: '/api/music/tracks/:trackId/figures',
  config: {
    operationId: 'getTrackFigures',
    security: [{ bearer: ['artist'] }, { bearer: ['admin'] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getTrackFigures',
    params: Type.Object({ trackId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.TrackFigures,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Which of these tracks are liked, how they are rated, and how often they are played */
export const listTrackStates = {
  method: 'GET',
  url: '/api/music/track-states',
  config: {
    operationId: 'listTrackStates',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listTrackStates',
    querystring: Type.Object({ ids: s.TrackIds }, { additionalProperties: false }),
    response: {
      200: s.TrackStateList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the tracks that the caller likes, the last liked first */
export const listLikedTracks = {
  method: 'GET',
  url: '/api/music/likes',
  config: {
    operationId: 'listLikedTracks',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listLikedTracks',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.LikedTrackPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the tracks that the caller has rated, the best first */
export const listRatedTracks = {
  method: 'GET',
  url: '/api/music/ratings',
  config: {
    operationId: 'listRatedTracks',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listRatedTracks',
    querystring: Type.Object(
      {
        minRating: Type.Integer({ minimum: 1, maximum: 5, default: 1 }),
        maxRating: Type.Integer({ minimum: 1, maximum: 5, default: 5 }),
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.RatedTrackPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Report what was played */
export const reportPlays = {
  method: 'POST',
  url: '/api/music/plays',
  config: {
    operationId: 'reportPlays',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'reportPlays',
    body: s.PlayReports,
    response: {
      200: s.PlayResults,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** What the caller plays now, on any device */
export const getNowPlaying = {
  method: 'GET',
  url: '/api/music/now-playing',
  config: {
    operationId: 'getNowPlaying',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'getNowPlaying',
    response: {
      200: s.NowPlaying,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Say what the caller plays now */
export const setNowPlaying = {
  method: 'PUT',
  url: '/api/music/now-playing',
  config: {
    operationId: 'setNowPlaying',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TRACK_NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'setNowPlaying',
    body: s.NewNowPlaying,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Say that the caller plays nothing */
export const clearNowPlaying = {
  method: 'DELETE',
  url: '/api/music/now-playing',
  config: {
    operationId: 'clearNowPlaying',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'clearNowPlaying',
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The queue that the caller plays alone, from any device */
export const getPlayQueue = {
  method: 'GET',
  url: '/api/music/play-queue',
  config: {
    operationId: 'getPlayQueue',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'getPlayQueue',
    response: {
      200: s.PlayQueue,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Replace the caller's play queue */
export const savePlayQueue = {
  method: 'PUT',
  url: '/api/music/play-queue',
  config: {
    operationId: 'savePlayQueue',
    security: [{ bearer: [] }],
    codes: [
      'PLAY_QUEUE_CHANGED',
      'PLAY_QUEUE_INVALID',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'savePlayQueue',
    body: s.NewPlayQueue,
    response: {
      200: s.SavedPlayQueue,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Whether the caller's plays are submitted to ListenBrainz */
export const getScrobbling = {
  method: 'GET',
  url: '/api/music/listenbrainz',
  config: {
    operationId: 'getScrobbling',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'getScrobbling',
    response: {
      200: s.ScrobblingState,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Have the caller's plays submitted to ListenBrainz */
export const connectListenBrainz = {
  method: 'PUT',
  url: '/api/music/listenbrainz',
  config: {
    operationId: 'connectListenBrainz',
    security: [{ bearer: [] }],
    codes: [
      'LISTENBRAINZ_TOKEN_INVALID',
      'LISTENBRAINZ_UNAVAILABLE',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'connectListenBrainz',
    body: s.ListenBrainzToken,
    response: {
      200: s.ScrobblingState,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Submit the caller's plays no longer */
export const disconnectListenBrainz = {
  method: 'DELETE',
  url: '/api/music/listenbrainz',
  config: {
    operationId: 'disconnectListenBrainz',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'disconnectListenBrainz',
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the caller's plays, newest first */
export const listHistory = {
  method: 'GET',
  url: '/api/music/history',
  config: {
    operationId: 'listHistory',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listHistory',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.HistoryPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Clear the history */
export const clearHistory = {
  method: 'DELETE',
  url: '/api/music/history',
  config: {
    operationId: 'clearHistory',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'clearHistory',
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Remove an entry from the history */
export const deleteHistoryEntry = {
  method: 'DELETE',
  url: '/api/music/history/:playId',
  config: {
    operationId: 'deleteHistoryEntry',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'deleteHistoryEntry',
    params: Type.Object({ playId: s.PlayId }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the tracks that the caller has played, each once */
export const listPlayedTracks = {
  method: 'GET',
  url: '/api/music/played',
  config: {
    operationId: 'listPlayedTracks',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPlayedTracks',
    querystring: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
        sort: s.PlayedSort,
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.PlayedTrackPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Search artists, albums, playlists and tracks at once */
export const search = {
  method: 'GET',
  url: '/api/music/search',
  config: {
    operationId: 'search',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'search',
    querystring: Type.Object(
      {
        q: s.SearchWords,
        artistLimit: s.MatchLimit,
        albumLimit: s.MatchLimit,
        playlistLimit: s.MatchLimit,
        trackLimit: s.MatchLimit,
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.SearchMatches,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Suggest artists, albums and tracks while the user types */
export const listSuggestions = {
  method: 'GET',
  url: '/api/music/suggestions',
  config: {
    operationId: 'listSuggestions',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listSuggestions',
    querystring: Type.Object(
      { q: s.SearchWords, limit: Type.Integer({ minimum: 1, maximum: 10, default: 8 }) },
      { additionalProperties: false },
    ),
    response: {
      200: s.SuggestionList,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List albums */
export const listAlbums = {
  method: 'GET',
  url: '/api/music/albums',
  config: {
    operationId: 'listAlbums',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listAlbums',
    querystring: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
        sort: s.AlbumSort,
        artistId: Type.Optional(s.CatalogueId),
        genreId: Type.Optional(s.CatalogueId),
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.AlbumPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get an album with its tracks */
export const getAlbum = {
  method: 'GET',
  url: '/api/music/albums/:albumId',
  config: {
    operationId: 'getAlbum',
    security: [{ bearer: [] }],
    codes: ['ALBUM_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getAlbum',
    params: Type.Object({ albumId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      200: s.AlbumDetail,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Download an album as one ZIP */
export const downloadAlbum = {
  method: 'GET',
  url: '/api/music/albums/:albumId/download',
  config: {
    operationId: 'downloadAlbum',
    security: [{ bearer: [] }, { downloadLink: [] }],
    codes: [
      'ALBUM_NOT_FOUND',
      'DOWNLOAD_TOO_LARGE',
      'SESSION_REVOKED',
      'SIGNATURE_EXPIRED',
      'SIGNATURE_INVALID',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'downloadAlbum',
    params: Type.Object({ albumId: s.CatalogueId }, { additionalProperties: false }),
    querystring: Type.Object(
      { link: Type.Optional(Type.String({ maxLength: 1024, pattern: '^[A-Za-z0-9_-]+$' })) },
      { additionalProperties: false },
    ),
    response: {
      200: { content: { 'application/zip': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a link that downloads an album */
export const createAlbumDownload = {
  method: 'POST',
  url: '/api/music/albums/:albumId/download',
  config: {
    operationId: 'createAlbumDownload',
    security: [{ bearer: [] }],
    codes: [
      'ALBUM_NOT_FOUND',
      'DOWNLOAD_TOO_LARGE',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'createAlbumDownload',
    params: Type.Object({ albumId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      201: s.DownloadLink,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List artists, by name */
export const listArtists = {
  method: 'GET',
  url: '/api/music/artists',
  config: {
    operationId: 'listArtists',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listArtists',
    querystring: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
        sort: s.ArtistSort,
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.ArtistPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get an artist with the newest albums and tracks */
export const getArtist = {
  method: 'GET',
  url: '/api/music/artists/:artistId',
  config: {
    operationId: 'getArtist',
    security: [{ bearer: [] }],
    codes: ['ARTIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getArtist',
    params: Type.Object({ artistId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      200: s.ArtistDetail,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Whether the caller follows an artist, and how many do */
export const getArtistFollow = {
  method: 'GET',
  url: '/api/music/artists/:artistId/follow',
  config: {
    operationId: 'getArtistFollow',
    security: [{ bearer: [] }],
    codes: ['ARTIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getArtistFollow',
    params: Type.Object({ artistId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      200: s.ArtistFollowState,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Follow an artist */
export const followArtist = {
  method: 'PUT',
  url: '/api/music/artists/:artistId/follow',
  config: {
    operationId: 'followArtist',
    security: [{ bearer: [] }],
    codes: [
      'ARTIST_FOLLOW_LIMIT_REACHED',
      'ARTIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'followArtist',
    params: Type.Object({ artistId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Follow an artist no longer */
export const unfollowArtist = {
  method: 'DELETE',
  url: '/api/music/artists/:artistId/follow',
  config: {
    operationId: 'unfollowArtist',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'unfollowArtist',
    params: Type.Object({ artistId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the artists that the caller follows, the last followed first */
export const listFollowedArtists = {
  method: 'GET',
  url: '/api/music/followed-artists',
  config: {
    operationId: 'listFollowedArtists',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listFollowedArtists',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.FollowedArtistPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the tracks of the artists that the caller follows, the last published first */
export const listNewReleases = {
  method: 'GET',
  url: '/api/music/new-releases',
  config: {
    operationId: 'listNewReleases',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listNewReleases',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.ReleasePage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the genres of public tracks, by name */
export const listGenres = {
  method: 'GET',
  url: '/api/music/genres',
  config: {
    operationId: 'listGenres',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listGenres',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.GenrePage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a genre */
export const getGenre = {
  method: 'GET',
  url: '/api/music/genres/:genreId',
  config: {
    operationId: 'getGenre',
    security: [{ bearer: [] }],
    codes: ['GENRE_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getGenre',
    params: Type.Object({ genreId: s.CatalogueId }, { additionalProperties: false }),
    response: {
      200: s.Genre,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the public tracks of a genre, the newest first */
export const listGenreTracks = {
  method: 'GET',
  url: '/api/music/genres/:genreId/tracks',
  config: {
    operationId: 'listGenreTracks',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listGenreTracks',
    params: Type.Object({ genreId: s.CatalogueId }, { additionalProperties: false }),
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.TrackPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the caller's playlists, newest first */
export const listPlaylists = {
  method: 'GET',
  url: '/api/music/playlists',
  config: {
    operationId: 'listPlaylists',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPlaylists',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.PlaylistPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Create a playlist */
export const createPlaylist = {
  method: 'POST',
  url: '/api/music/playlists',
  config: {
    operationId: 'createPlaylist',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'PLAYLIST_FULL',
      'PLAYLIST_LIMIT_REACHED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'createPlaylist',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.NewPlaylist,
    response: {
      201: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a playlist with its tracks */
export const getPlaylist = {
  method: 'GET',
  url: '/api/music/playlists/:playlistId',
  config: {
    operationId: 'getPlaylist',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.Playlist,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Change the name, the description or the visibility of a playlist */
export const updatePlaylist = {
  method: 'PATCH',
  url: '/api/music/playlists/:playlistId',
  config: {
    operationId: 'updatePlaylist',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'updatePlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    body: s.PlaylistChange,
    response: {
      200: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Delete a playlist */
export const deletePlaylist = {
  method: 'DELETE',
  url: '/api/music/playlists/:playlistId',
  config: {
    operationId: 'deletePlaylist',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'deletePlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Put the items in another order */
export const reorderPlaylist = {
  method: 'PUT',
  url: '/api/music/playlists/:playlistId/items',
  config: {
    operationId: 'reorderPlaylist',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_CHANGED',
      'PLAYLIST_NOT_FOUND',
      'PLAYLIST_ORDER_INVALID',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'reorderPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    body: s.PlaylistOrder,
    response: {
      200: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Add a track */
export const addPlaylistItem = {
  method: 'POST',
  url: '/api/music/playlists/:playlistId/items',
  config: {
    operationId: 'addPlaylistItem',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'PLAYLIST_FULL',
      'PLAYLIST_ITEM_NOT_FOUND',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'addPlaylistItem',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({
      'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.NewPlaylistItem,
    response: {
      201: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Remove an item */
export const removePlaylistItem = {
  method: 'DELETE',
  url: '/api/music/playlists/:playlistId/items/:itemId',
  config: {
    operationId: 'removePlaylistItem',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_ITEM_NOT_FOUND',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'removePlaylistItem',
    params: Type.Object({ playlistId: s.Id, itemId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({ 'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })) }),
    response: {
      200: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Add up to 100 tracks */
export const addPlaylistTracks = {
  method: 'POST',
  url: '/api/music/playlists/:playlistId/tracks',
  config: {
    operationId: 'addPlaylistTracks',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'PLAYLIST_FULL',
      'PLAYLIST_ITEM_NOT_FOUND',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'addPlaylistTracks',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({
      'if-match': Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.NewPlaylistTracks,
    response: {
      201: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Make a playlist of your own from one that you can see */
export const duplicatePlaylist = {
  method: 'POST',
  url: '/api/music/playlists/:playlistId/copies',
  config: {
    operationId: 'duplicatePlaylist',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'PLAYLIST_FULL',
      'PLAYLIST_LIMIT_REACHED',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'duplicatePlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.PlaylistCopy,
    response: {
      201: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Join a playlist with an invite code */
export const joinPlaylist = {
  method: 'POST',
  url: '/api/music/playlists/join',
  config: {
    operationId: 'joinPlaylist',
    security: [{ bearer: [] }],
    codes: [
      'INVITE_INVALID',
      'PLAYLIST_LIST_FULL',
      'PLAYLIST_MEMBERS_FULL',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'joinPlaylist',
    body: s.JoinRequest,
    response: {
      200: s.Playlist,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the invites to a playlist that have not expired */
export const listPlaylistInvites = {
  method: 'GET',
  url: '/api/music/playlists/:playlistId/invites',
  config: {
    operationId: 'listPlaylistInvites',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPlaylistInvites',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.PlaylistInviteList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Invite others to a playlist */
export const createPlaylistInvite = {
  method: 'POST',
  url: '/api/music/playlists/:playlistId/invites',
  config: {
    operationId: 'createPlaylistInvite',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_INVITES_FULL',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'createPlaylistInvite',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    body: s.NewPlaylistInvite,
    response: {
      201: s.PlaylistInvite,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Withdraw an invite to a playlist */
export const withdrawPlaylistInvite = {
  method: 'DELETE',
  url: '/api/music/playlists/:playlistId/invites/:inviteId',
  config: {
    operationId: 'withdrawPlaylistInvite',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'withdrawPlaylistInvite',
    params: Type.Object({ playlistId: s.Id, inviteId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List who is in a playlist */
export const listPlaylistMembers = {
  method: 'GET',
  url: '/api/music/playlists/:playlistId/members',
  config: {
    operationId: 'listPlaylistMembers',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPlaylistMembers',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.PlaylistMemberList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Set what a member may do in a playlist */
export const setPlaylistMemberRole = {
  method: 'PUT',
  url: '/api/music/playlists/:playlistId/members/:userId',
  config: {
    operationId: 'setPlaylistMemberRole',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_MEMBER_NOT_FOUND',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'setPlaylistMemberRole',
    params: Type.Object({ playlistId: s.Id, userId: s.Id }, { additionalProperties: false }),
    body: s.PlaylistRoleAssignment,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Remove a member from a playlist, or leave it */
export const removePlaylistMember = {
  method: 'DELETE',
  url: '/api/music/playlists/:playlistId/members/:userId',
  config: {
    operationId: 'removePlaylistMember',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_MEMBER_NOT_FOUND',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'removePlaylistMember',
    params: Type.Object({ playlistId: s.Id, userId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Make a playlist from the file of another program */
export const importPlaylist = {
  method: 'POST',
  url: '/api/music/playlists/import',
  config: {
    operationId: 'importPlaylist',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'PLAYLIST_FILE_UNREADABLE',
      'PLAYLIST_FULL',
      'PLAYLIST_LIMIT_REACHED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'importPlaylist',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.PlaylistImport,
    response: {
      201: s.PlaylistImportResult,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a playlist as a file for another program */
export const exportPlaylist = {
  method: 'GET',
  url: '/api/music/playlists/:playlistId/export',
  config: {
    operationId: 'exportPlaylist',
    security: [{ bearer: [] }],
    codes: ['PLAYLIST_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'exportPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object({ format: s.PlaylistFileFormat }, { additionalProperties: false }),
    response: {
      200: {
        content: {
          'audio/mpegurl': { schema: Type.Unsafe<Readable | Uint8Array>({}) },
          'application/xspf+xml': { schema: Type.Unsafe<Readable | Uint8Array>({}) },
          'application/jspf+json': { schema: Type.Unsafe<Readable | Uint8Array>({}) },
        },
      },
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Download a playlist as one ZIP */
export const downloadPlaylist = {
  method: 'GET',
  url: '/api/music/playlists/:playlistId/download',
  config: {
    operationId: 'downloadPlaylist',
    security: [{ bearer: [] }, { downloadLink: [] }],
    codes: [
      'DOWNLOAD_TOO_LARGE',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'SIGNATURE_EXPIRED',
      'SIGNATURE_INVALID',
      'STORAGE_UNAVAILABLE',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'downloadPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { link: Type.Optional(Type.String({ maxLength: 1024, pattern: '^[A-Za-z0-9_-]+$' })) },
      { additionalProperties: false },
    ),
    response: {
      200: { content: { 'application/zip': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a link that downloads a playlist */
export const createPlaylistDownload = {
  method: 'POST',
  url: '/api/music/playlists/:playlistId/download',
  config: {
    operationId: 'createPlaylistDownload',
    security: [{ bearer: [] }],
    codes: [
      'DOWNLOAD_TOO_LARGE',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'createPlaylistDownload',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      201: s.DownloadLink,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Find public playlists, the newest first */
export const listPublicPlaylists = {
  method: 'GET',
  url: '/api/music/playlists/public',
  config: {
    operationId: 'listPublicPlaylists',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPublicPlaylists',
    querystring: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 100 })),
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.PlaylistPage,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Keep a playlist of others among one's own */
export const followPlaylist = {
  method: 'PUT',
  url: '/api/music/playlists/:playlistId/follow',
  config: {
    operationId: 'followPlaylist',
    security: [{ bearer: [] }],
    codes: [
      'PLAYLIST_LIST_FULL',
      'PLAYLIST_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'followPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Follow a playlist no longer */
export const unfollowPlaylist = {
  method: 'DELETE',
  url: '/api/music/playlists/:playlistId/follow',
  config: {
    operationId: 'unfollowPlaylist',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'unfollowPlaylist',
    params: Type.Object({ playlistId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the caller's listening sessions, newest first */
export const listSessions = {
  method: 'GET',
  url: '/api/music/sessions',
  config: {
    operationId: 'listSessions',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listSessions',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.ListeningSessionPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Open a listening session */
export const createSession = {
  method: 'POST',
  url: '/api/music/sessions',
  config: {
    operationId: 'createSession',
    security: [{ bearer: [] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'SESSION_LIMIT_REACHED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'createSession',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.NewListeningSession,
    response: {
      201: s.ListeningSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Join a session with an invite code */
export const joinSession = {
  method: 'POST',
  url: '/api/music/sessions/join',
  config: {
    operationId: 'joinSession',
    security: [{ bearer: [] }],
    codes: [
      'BANNED',
      'INVITATION_WITHDRAWN',
      'INVITE_INVALID',
      'JOIN_PENDING',
      'JOIN_REFUSED',
      'SESSION_FULL',
      'SESSION_LIST_FULL',
      'SESSION_LOCKED',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'joinSession',
    body: s.JoinRequest,
    response: {
      200: s.ListeningSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** See where an invite code leads, before joining and without an account */
export const previewSession = {
  method: 'POST',
  url: '/api/music/sessions/preview',
  config: {
    operationId: 'previewSession',
    security: [],
    codes: ['INVITE_INVALID', 'SESSION_NOT_FOUND', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'previewSession',
    body: s.JoinRequest,
    response: {
      200: s.SessionPreview,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Join a session as a guest, with an invite code and without an account */
export const joinAsGuest = {
  method: 'POST',
  url: '/api/music/sessions/guests',
  config: {
    operationId: 'joinAsGuest',
    security: [],
    codes: [
      'BANNED',
      'GUESTS_NOT_ALLOWED',
      'INVITE_INVALID',
      'SESSION_FULL',
      'SESSION_LOCKED',
      'SESSION_NOT_FOUND',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'joinAsGuest',
    body: s.NewGuest,
    response: {
      201: s.GuestSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the public sessions that are going on, those with the most members first */
export const listPublicSessions = {
  method: 'GET',
  url: '/api/music/sessions/public',
  config: {
    operationId: 'listPublicSessions',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listPublicSessions',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.PublicSessionPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a session with its timeline */
export const getSession = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId',
  config: {
    operationId: 'getSession',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getSession',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.ListeningSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** End a session */
export const endSession = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId',
  config: {
    operationId: 'endSession',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'endSession',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Join a public session, without an invite code */
export const joinPublicSession = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/join',
  config: {
    operationId: 'joinPublicSession',
    security: [{ bearer: [] }],
    codes: [
      'BANNED',
      'INVITATION_WITHDRAWN',
      'JOIN_PENDING',
      'JOIN_REFUSED',
      'SESSION_FULL',
      'SESSION_LIST_FULL',
      'SESSION_LOCKED',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'joinPublicSession',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.ListeningSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the connected members of a session, in the order in which they joined */
export const listMembers = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/members',
  config: {
    operationId: 'listMembers',
    security: [{ bearer: ['guests'] }],
    codes: [
      'MALFORMED_CURSOR',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'listMembers',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.MemberPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Change who may do what in a session */
export const updateSessionSettings = {
  method: 'PATCH',
  url: '/api/music/sessions/:sessionId/settings',
  config: {
    operationId: 'updateSessionSettings',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'updateSessionSettings',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.SettingsChange,
    response: {
      200: s.SessionSettings,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Remove a member, or leave for good */
export const removeMember = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/members/:userId',
  config: {
    operationId: 'removeMember',
    security: [{ bearer: ['guests'] }],
    codes: [
      'MEMBER_NOT_FOUND',
      'OWNER_CANNOT_LEAVE',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'removeMember',
    params: Type.Object({ sessionId: s.Id, userId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Set the role of a member */
export const setMemberRole = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/members/:userId/role',
  config: {
    operationId: 'setMemberRole',
    security: [{ bearer: [] }],
    codes: [
      'MEMBER_NOT_FOUND',
      'SESSION_LIST_FULL',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'setMemberRole',
    params: Type.Object({ sessionId: s.Id, userId: s.Id }, { additionalProperties: false }),
    body: s.RoleAssignment,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Make another member the owner */
export const transferSession = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/owner',
  config: {
    operationId: 'transferSession',
    security: [{ bearer: [] }],
    codes: [
      'MEMBER_NOT_FOUND',
      'OWNER_LIMIT_REACHED',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'transferSession',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.NewOwner,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Replace the invite code */
export const rotateInviteCode = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/invite-code',
  config: {
    operationId: 'rotateInviteCode',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'rotateInviteCode',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.NewInviteCode,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the users who are banned from a session */
export const listBans = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/bans',
  config: {
    operationId: 'listBans',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listBans',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: { 200: s.BanList, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Ban a user from a session */
export const banUser = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/bans/:userId',
  config: {
    operationId: 'banUser',
    security: [{ bearer: [] }],
    codes: [
      'MEMBER_NOT_FOUND',
      'SESSION_LIST_FULL',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'banUser',
    params: Type.Object({ sessionId: s.Id, userId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Lift the ban of a user */
export const unbanUser = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/bans/:userId',
  config: {
    operationId: 'unbanUser',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'unbanUser',
    params: Type.Object({ sessionId: s.Id, userId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the users who ask to join a session */
export const listJoinRequests = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/requests',
  config: {
    operationId: 'listJoinRequests',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listJoinRequests',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.RequestToJoinList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Let a user join who asks to, or refuse */
export const answerJoinRequest = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/requests/:userId',
  config: {
    operationId: 'answerJoinRequest',
    security: [{ bearer: [] }],
    codes: [
      'JOIN_REQUEST_NOT_FOUND',
      'SESSION_FULL',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'answerJoinRequest',
    params: Type.Object({ sessionId: s.Id, userId: s.Id }, { additionalProperties: false }),
    body: s.JoinDecision,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the chat messages of a session, the newest first */
export const listChatMessages = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/chat',
  config: {
    operationId: 'listChatMessages',
    security: [{ bearer: ['guests'] }],
    codes: [
      'MALFORMED_CURSOR',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'listChatMessages',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.ChatMessagePage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Write a message to the members of a session */
export const postChatMessage = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/chat',
  config: {
    operationId: 'postChatMessage',
    security: [{ bearer: ['guests'] }],
    codes: [
      'IDEMPOTENCY_KEY_IN_USE',
      'IDEMPOTENCY_KEY_REUSED',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'postChatMessage',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$', description: 'Printable ASCII.' }),
      ),
    }),
    body: s.NewChatMessage,
    response: {
      201: s.ChatMessage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Delete a chat message */
export const deleteChatMessage = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/chat/:messageId',
  config: {
    operationId: 'deleteChatMessage',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'deleteChatMessage',
    params: Type.Object({ sessionId: s.Id, messageId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** React to what is heard */
export const react = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/reactions',
  config: {
    operationId: 'react',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'react',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.NewReaction,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Vote to skip the current item */
export const voteToSkip = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/skip-vote',
  config: {
    operationId: 'voteToSkip',
    security: [{ bearer: ['guests'] }],
    codes: [
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'SKIP_NOT_POSSIBLE',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'voteToSkip',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.NewSkipVote,
    response: {
      200: s.SkipVotes,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Withdraw the vote to skip the current item */
export const withdrawSkipVote = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/skip-vote',
  config: {
    operationId: 'withdrawSkipVote',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'withdrawSkipVote',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the suggestions of a session, those with the most votes first */
export const listTrackSuggestions = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/suggestions',
  config: {
    operationId: 'listTrackSuggestions',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listTrackSuggestions',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.TrackSuggestionList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Suggest a track */
export const suggestTrack = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/suggestions',
  config: {
    operationId: 'suggestTrack',
    security: [{ bearer: [] }],
    codes: [
      'SESSION_LIST_FULL',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'suggestTrack',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.NewSuggestion,
    response: {
      201: s.TrackSuggestion,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Accept or decline a suggestion */
export const answerSuggestion = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/suggestions/:suggestionId',
  config: {
    operationId: 'answerSuggestion',
    security: [{ bearer: [] }],
    codes: [
      'SESSION_LIST_FULL',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'SUGGESTION_NOT_FOUND',
      'TOKEN_EXPIRED',
      'TRACK_NOT_FOUND',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'answerSuggestion',
    params: Type.Object({ sessionId: s.Id, suggestionId: s.Id }, { additionalProperties: false }),
    body: s.SuggestionAnswer,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Withdraw an own suggestion */
export const withdrawSuggestion = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/suggestions/:suggestionId',
  config: {
    operationId: 'withdrawSuggestion',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'withdrawSuggestion',
    params: Type.Object({ sessionId: s.Id, suggestionId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Vote for a suggestion */
export const voteForSuggestion = {
  method: 'PUT',
  url: '/api/music/sessions/:sessionId/suggestions/:suggestionId/vote',
  config: {
    operationId: 'voteForSuggestion',
    security: [{ bearer: ['guests'] }],
    codes: [
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'SUGGESTION_NOT_FOUND',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'voteForSuggestion',
    params: Type.Object({ sessionId: s.Id, suggestionId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Withdraw the vote for a suggestion */
export const withdrawSuggestionVote = {
  method: 'DELETE',
  url: '/api/music/sessions/:sessionId/suggestions/:suggestionId/vote',
  config: {
    operationId: 'withdrawSuggestionVote',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'withdrawSuggestionVote',
    params: Type.Object({ sessionId: s.Id, suggestionId: s.Id }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Get a ticket that opens the session's socket once, within 30 seconds */
export const createTicket = {
  method: 'POST',
  url: '/api/music/sessions/:sessionId/tickets',
  config: {
    operationId: 'createTicket',
    security: [{ bearer: ['guests'] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'createTicket',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    body: s.TicketRequest,
    response: { 201: s.Ticket, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Open the WebSocket of a session */
export const openSocket = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/socket',
  config: {
    operationId: 'openSocket',
    security: [{ ticket: ['guests'] }],
    websocket: true,
    codes: [
      'ORIGIN_NOT_ALLOWED',
      'SUBPROTOCOL_NOT_SUPPORTED',
      'TICKET_INVALID',
      'TOKEN_IN_URL',
      'UPGRADE_REQUIRED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'openSocket',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { ticket: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })) },
      { additionalProperties: false },
    ),
    response: { default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** See how well the members of a session keep step */
export const getSyncReceipt = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/sync',
  config: {
    operationId: 'getSyncReceipt',
    security: [{ bearer: [] }],
    codes: ['SESSION_NOT_FOUND', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'getSyncReceipt',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    response: {
      200: s.SyncReceipt,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Read what was played, edited and written in a session, in its order */
export const getTrail = {
  method: 'GET',
  url: '/api/music/sessions/:sessionId/trail',
  config: {
    operationId: 'getTrail',
    security: [{ bearer: [] }],
    codes: [
      'MALFORMED_CURSOR',
      'SESSION_NOT_FOUND',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'getTrail',
    params: Type.Object({ sessionId: s.Id }, { additionalProperties: false }),
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.TrailPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the sessions that have ended, whose trail the caller may read, newest first */
export const listTrails = {
  method: 'GET',
  url: '/api/music/trails',
  config: {
    operationId: 'listTrails',
    security: [{ bearer: [] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listTrails',
    querystring: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }), cursor: Type.Optional(s.Cursor) },
      { additionalProperties: false },
    ),
    response: {
      200: s.EndedSessionPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** List the output delays of the account's devices, the last set one first */
export const listOutputDelays = {
  method: 'GET',
  url: '/api/music/output-delays',
  config: {
    operationId: 'listOutputDelays',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'listOutputDelays',
    response: {
      200: s.OutputDelayList,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Keep the delay of an output of a device */
export const setOutputDelay = {
  method: 'PUT',
  url: '/api/music/output-delays/:deviceId/:output',
  config: {
    operationId: 'setOutputDelay',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'setOutputDelay',
    params: Type.Object({ deviceId: s.DeviceId, output: s.OutputName }, { additionalProperties: false }),
    body: s.NewOutputDelay,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Forget the delay of an output */
export const removeOutputDelay = {
  method: 'DELETE',
  url: '/api/music/output-delays/:deviceId/:output',
  config: {
    operationId: 'removeOutputDelay',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'removeOutputDelay',
    params: Type.Object({ deviceId: s.DeviceId, output: s.OutputName }, { additionalProperties: false }),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Is the process alive? */
export const getHealth = {
  method: 'GET',
  url: '/healthz',
  config: { operationId: 'getHealth', security: [] },
  schema: {
    operationId: 'getHealth',
    response: { 200: s.Health, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Is the service ready, and what is the state of each dependency? */
export const getReadiness = {
  method: 'GET',
  url: '/readyz',
  config: { operationId: 'getReadiness', security: [] },
  schema: {
    operationId: 'getReadiness',
    response: {
      200: s.Readiness,
      503: s.Readiness,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Prometheus metrics */
export const getMetrics = {
  method: 'GET',
  url: '/metrics',
  config: { operationId: 'getMetrics', security: [], codes: ['UNAUTHENTICATED'] },
  schema: {
    operationId: 'getMetrics',
    response: {
      200: { content: { 'text/plain': { schema: Type.String() } } },
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** This contract, as JSON */
export const getOpenapiJson = {
  method: 'GET',
  url: '/openapi.json',
  config: { operationId: 'getOpenapiJson', security: [] },
  schema: {
    operationId: 'getOpenapiJson',
    response: {
      200: s.ContractDocument,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** This contract, as YAML */
export const getOpenapiYaml = {
  method: 'GET',
  url: '/openapi.yaml',
  config: { operationId: 'getOpenapiYaml', security: [] },
  schema: {
    operationId: 'getOpenapiYaml',
    response: {
      200: { content: { 'application/yaml': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The events and the messages of listening sessions, as AsyncAPI */
export const getAsyncapiYaml = {
  method: 'GET',
  url: '/asyncapi.yaml',
  config: { operationId: 'getAsyncapiYaml', security: [] },
  schema: {
    operationId: 'getAsyncapiYaml',
    response: {
      200: { content: { 'application/yaml': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The messages of the WebSocket of a listening session, as schemas */
export const getListeningYaml = {
  method: 'GET',
  url: '/listening.yaml',
  config: { operationId: 'getListeningYaml', security: [] },
  schema: {
    operationId: 'getListeningYaml',
    response: {
      200: { content: { 'application/yaml': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The documentation as a web page, with a console */
export const getDocs = {
  method: 'GET',
  url: '/docs',
  config: { operationId: 'getDocs', security: [] },
  schema: {
    operationId: 'getDocs',
    response: {
      200: { content: { 'text/html': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Every operation of the contract, by operationId. */
export const operations = {
  listTracks,
  createTrack,
  updateTracks,
  findDuplicates,
  getTrack,
  updateTrack,
  deleteTrack,
  streamTrack,
  getTrackCover,
  setTrackCover,
  removeTrackCover,
  listTrackEdits,
  getLyrics,
  setLyrics,
  removeLyrics,
  getTrackAnalysis,
  analyseTrack,
  likeTrack,
  unlikeTrack,
  setRating,
  removeRating,
  getTrackFigures,
  listTrackStates,
  listLikedTracks,
  listRatedTracks,
  reportPlays,
  getNowPlaying,
  setNowPlaying,
  clearNowPlaying,
  getPlayQueue,
  savePlayQueue,
  getScrobbling,
  connectListenBrainz,
  disconnectListenBrainz,
  listHistory,
  clearHistory,
  deleteHistoryEntry,
  listPlayedTracks,
  search,
  listSuggestions,
  listAlbums,
  getAlbum,
  downloadAlbum,
  createAlbumDownload,
  listArtists,
  getArtist,
  getArtistFollow,
  followArtist,
  unfollowArtist,
  listFollowedArtists,
  listNewReleases,
  listGenres,
  getGenre,
  listGenreTracks,
  listPlaylists,
  createPlaylist,
  getPlaylist,
  updatePlaylist,
  deletePlaylist,
  reorderPlaylist,
  addPlaylistItem,
  removePlaylistItem,
  addPlaylistTracks,
  duplicatePlaylist,
  joinPlaylist,
  listPlaylistInvites,
  createPlaylistInvite,
  withdrawPlaylistInvite,
  listPlaylistMembers,
  setPlaylistMemberRole,
  removePlaylistMember,
  importPlaylist,
  exportPlaylist,
  downloadPlaylist,
  createPlaylistDownload,
  listPublicPlaylists,
  followPlaylist,
  unfollowPlaylist,
  listSessions,
  createSession,
  joinSession,
  previewSession,
  joinAsGuest,
  listPublicSessions,
  getSession,
  endSession,
  joinPublicSession,
  listMembers,
  updateSessionSettings,
  removeMember,
  setMemberRole,
  transferSession,
  rotateInviteCode,
  listBans,
  banUser,
  unbanUser,
  listJoinRequests,
  answerJoinRequest,
  listChatMessages,
  postChatMessage,
  deleteChatMessage,
  react,
  voteToSkip,
  withdrawSkipVote,
  listTrackSuggestions,
  suggestTrack,
  answerSuggestion,
  withdrawSuggestion,
  voteForSuggestion,
  withdrawSuggestionVote,
  createTicket,
  openSocket,
  getSyncReceipt,
  getTrail,
  listTrails,
  listOutputDelays,
  setOutputDelay,
  removeOutputDelay,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenapiJson,
  getOpenapiYaml,
  getAsyncapiYaml,
  getListeningYaml,
  getDocs,
} as const;

/** Any operation may answer these. */
export const commonCodes = [
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'EXPECTATION_FAILED',
  'FORBIDDEN',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'MALFORMED_JSON',
  'PRECONDITION_FAILED',
  'RATE_LIMITED',
  'REQUEST_TIMEOUT',
  'TIMEOUT',
  'UNAVAILABLE',
  'UNSUPPORTED_MEDIA_TYPE',
  'URI_TOO_LONG',
] as const;

/** Every code of this service's problems. */
export type ErrorCode =
  | (typeof commonCodes)[number]
  | 'ALBUM_NOT_FOUND'
  | 'ARTIST_FOLLOW_LIMIT_REACHED'
  | 'ARTIST_NOT_FOUND'
  | 'AUDIO_NOT_RECOGNISED'
  | 'AUDIO_UNREADABLE'
  | 'BANNED'
  | 'COVER_NOT_FOUND'
  | 'COVER_NOT_RECOGNISED'
  | 'DOWNLOAD_TOO_LARGE'
  | 'EMAIL_NOT_VERIFIED'
  | 'FILE_TOO_LARGE'
  | 'GENRE_NOT_FOUND'
  | 'GUESTS_NOT_ALLOWED'
  | 'IDEMPOTENCY_KEY_IN_USE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INVITATION_WITHDRAWN'
  | 'INVITE_INVALID'
  | 'JOIN_PENDING'
  | 'JOIN_REFUSED'
  | 'JOIN_REQUEST_NOT_FOUND'
  | 'LIKE_LIMIT_REACHED'
  | 'LISTENBRAINZ_TOKEN_INVALID'
  | 'LISTENBRAINZ_UNAVAILABLE'
  | 'MALFORMED_CURSOR'
  | 'MALFORMED_MULTIPART'
  | 'MEMBER_NOT_FOUND'
  | 'ORIGIN_NOT_ALLOWED'
  | 'OWNER_CANNOT_LEAVE'
  | 'OWNER_LIMIT_REACHED'
  | 'PLAYLIST_CHANGED'
  | 'PLAYLIST_FILE_UNREADABLE'
  | 'PLAYLIST_FULL'
  | 'PLAYLIST_INVITES_FULL'
  | 'PLAYLIST_ITEM_NOT_FOUND'
  | 'PLAYLIST_LIMIT_REACHED'
  | 'PLAYLIST_LIST_FULL'
  | 'PLAYLIST_MEMBERS_FULL'
  | 'PLAYLIST_MEMBER_NOT_FOUND'
  | 'PLAYLIST_NOT_FOUND'
  | 'PLAYLIST_ORDER_INVALID'
  | 'PLAY_QUEUE_CHANGED'
  | 'PLAY_QUEUE_INVALID'
  | 'QUOTA_EXCEEDED'
  | 'RANGE_NOT_SATISFIABLE'
  | 'RATING_LIMIT_REACHED'
  | 'SESSION_FULL'
  | 'SESSION_LIMIT_REACHED'
  | 'SESSION_LIST_FULL'
  | 'SESSION_LOCKED'
  | 'SESSION_NOT_FOUND'
  | 'SESSION_REVOKED'
  | 'SIGNATURE_EXPIRED'
  | 'SIGNATURE_INVALID'
  | 'SKIP_NOT_POSSIBLE'
  | 'STORAGE_FULL'
  | 'STORAGE_UNAVAILABLE'
  | 'SUBPROTOCOL_NOT_SUPPORTED'
  | 'SUGGESTION_NOT_FOUND'
  | 'TICKET_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_IN_URL'
  | 'TRACK_NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'UPGRADE_REQUIRED'
  | 'UPLOAD_ABORTED'
  | 'VALIDATION_FAILED';
