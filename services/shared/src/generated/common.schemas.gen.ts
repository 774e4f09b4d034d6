// Generated from openapi/common.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

export const Cursor = Type.String({ minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_-]+$' });
export type Cursor = Static<typeof Cursor>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const DisplayName = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type DisplayName = Static<typeof DisplayName>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type Name = Static<typeof Name>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const ChatText = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type ChatText = Static<typeof ChatText>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const PlaylistDescription = Type.String({
  minLength: 1,
  maxLength: 300,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type PlaylistDescription = Static<typeof PlaylistDescription>;

/** One plain address: at most 64 characters before the @, and 63 in each part of its domain. */
export const Email = Type.String({
  format: 'email',
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\uD800-\\uDFFF]{1,64}@(?:[^@.\\uD800-\\uDFFF]{1,63}\\.)+[^@.\\uD800-\\uDFFF]{1,63}$',
  description: 'One plain address: at most 64 characters before the @, and 63 in each part of its domain.',
});
export type Email = Static<typeof Email>;

export const Role = Type.Unsafe<'listener' | 'artist' | 'admin'>({
  type: 'string',
  enum: ['listener', 'artist', 'admin'],
});
export type Role = Static<typeof Role>;
export const RoleValues = ['listener', 'artist', 'admin'] as const;

/** Milliseconds. */
export const DurationMs = Type.Integer({ minimum: 1, maximum: 86400000 });
export type DurationMs = Static<typeof DurationMs>;

/** Milliseconds from the start of the track. */
export const PositionMs = Type.Number({ minimum: 0, maximum: 86400000 });
export type PositionMs = Static<typeof PositionMs>;

export const FieldError = Type.Object(
  {
    in: Type.Unsafe<'body' | 'query' | 'path' | 'header' | 'form'>({
      type: 'string',
      enum: ['body', 'query', 'path', 'header', 'form'],
    }),
    field: Type.String(),
    message: Type.String(),
  },
  { additionalProperties: false },
);
export type FieldError = Static<typeof FieldError>;

/** The quota of the account that a refused request would exceed. Deleting something frees it. */
export const QuotaUse = Type.Object(
  {
    name: Type.Unsafe<
      | 'tracks'
      | 'trackBytes'
      | 'playlists'
      | 'playlistItems'
      | 'likes'
      | 'ratings'
      | 'followedArtists'
      | 'sessions'
    >({
      type: 'string',
      enum: [
        'tracks',
        'trackBytes',
        'playlists',
        'playlistItems',
        'likes',
        'ratings',
        'followedArtists',
        'sessions',
      ],
    }),
    used: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type QuotaUse = Static<typeof QuotaUse>;

/** RFC 9457. Programs use `code`; `title` and `detail` are for humans. */
export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }),
    detail: Type.Optional(Type.String()),
    instance: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(FieldError, { maxItems: 100 })),
    quota: Type.Optional(QuotaUse),
  },
  { additionalProperties: false },
);
export type Problem = Static<typeof Problem>;

export const Health = Type.Object(
  { status: Type.Literal('ok'), service: Type.String(), uptimeSeconds: Type.Number({ minimum: 0 }) },
  { additionalProperties: false },
);
export type Health = Static<typeof Health>;

export const DependencyState = Type.Object(
  {
    state: Type.Unsafe<'up' | 'down'>({ type: 'string', enum: ['up', 'down'] }),
    required: Type.Boolean(),
    error: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type DependencyState = Static<typeof DependencyState>;

export const Readiness = Type.Object(
  {
    status: Type.Unsafe<'ok' | 'degraded' | 'down'>({ type: 'string', enum: ['ok', 'degraded', 'down'] }),
    service: Type.String(),
    dependencies: Type.Unsafe<Record<string, DependencyState>>({
      type: 'object',
      additionalProperties: DependencyState,
    }),
  },
  { additionalProperties: false },
);
export type Readiness = Static<typeof Readiness>;

export const ContractDocument = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
});
export type ContractDocument = Static<typeof ContractDocument>;
