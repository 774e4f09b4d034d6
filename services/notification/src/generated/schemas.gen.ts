// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

export const MailTemplate = Type.Unsafe<
  'welcome' | 'verify-email' | 'email-verified' | 'reset-password' | 'password-changed' | 'new-release'
>({
  type: 'string',
  enum: ['welcome', 'verify-email', 'email-verified', 'reset-password', 'password-changed', 'new-release'],
});
export type MailTemplate = Static<typeof MailTemplate>;
export const MailTemplateValues = [
  'welcome',
  'verify-email',
  'email-verified',
  'reset-password',
  'password-changed',
  'new-release',
] as const;

/** `accepted`: the mail server took it; `expired`: its code expired before it was sent. */
export const MailState = Type.Unsafe<'queued' | 'sending' | 'accepted' | 'failed' | 'expired'>({
  type: 'string',
  enum: ['queued', 'sending', 'accepted', 'failed', 'expired'],
});
export type MailState = Static<typeof MailState>;
export const MailStateValues = ['queued', 'sending', 'accepted', 'failed', 'expired'] as const;

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

/** One plain address: at most 64 characters before the @, and 63 in each part of its domain. */
export const Email = Type.String({
  format: 'email',
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\uD800-\\uDFFF]{1,64}@(?:[^@.\\uD800-\\uDFFF]{1,63}\\.)+[^@.\\uD800-\\uDFFF]{1,63}$',
  description: 'One plain address: at most 64 characters before the @, and 63 in each part of its domain.',
});
export type Email = Static<typeof Email>;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

export const Mail = Type.Object(
  {
    id: Id,
    eventId: Id,
    template: MailTemplate,
    recipient: Email,
    state: MailState,
    attempts: Type.Integer({ minimum: 0 }),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type Mail = Static<typeof Mail>;

export const MailPage = Type.Object(
  { items: Type.Array(Mail), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type MailPage = Static<typeof MailPage>;

export const Cursor = Type.String({ minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_-]+$' });
export type Cursor = Static<typeof Cursor>;

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
