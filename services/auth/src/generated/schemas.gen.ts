// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

/**
 * Any whole characters (no half of a surrogate pair). Common passwords and the account's own words are
 * refused.
 */
export const Password = Type.String({
  minLength: 8,
  maxLength: 128,
  format: 'password',
  pattern: '^[^\\uD800-\\uDFFF]*$',
  description:
    "Any whole characters (no half of a surrogate pair). Common passwords and the account's own words are refused.",
});
export type Password = Static<typeof Password>;

/** Any whole characters (no half of a surrogate pair). */
export const GivenPassword = Type.String({
  minLength: 1,
  maxLength: 128,
  format: 'password',
  pattern: '^[^\\uD800-\\uDFFF]*$',
  description: 'Any whole characters (no half of a surrogate pair).',
});
export type GivenPassword = Static<typeof GivenPassword>;

/** One plain address: at most 64 characters before the @, and 63 in each part of its domain. */
export const Email = Type.String({
  format: 'email',
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\uD800-\\uDFFF]{1,64}@(?:[^@.\\uD800-\\uDFFF]{1,63}\\.)+[^@.\\uD800-\\uDFFF]{1,63}$',
  description: 'One plain address: at most 64 characters before the @, and 63 in each part of its domain.',
});
export type Email = Static<typeof Email>;

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

export const Registration = Type.Object(
  {
    email: Email,
    password: Password,
    displayName: DisplayName,
    role: Type.Optional(
      Type.Unsafe<'listener' | 'artist'>({
        type: 'string',
        enum: ['listener', 'artist'],
        default: 'listener',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Registration = Static<typeof Registration>;

export const Credentials = Type.Object(
  { email: Email, password: GivenPassword },
  { additionalProperties: false },
);
export type Credentials = Static<typeof Credentials>;

/** 256 random bits, base64url. */
export const RefreshToken = Type.String({
  minLength: 43,
  maxLength: 43,
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: '256 random bits, base64url.',
});
export type RefreshToken = Static<typeof RefreshToken>;

export const RefreshRequest = Type.Object({ refreshToken: RefreshToken }, { additionalProperties: false });
export type RefreshRequest = Static<typeof RefreshRequest>;

/**
 * Whether mails tell of new tracks by artists that the account follows: at most one of each artist in an
 * hour. Off at first.
 */
export const ReleaseMails = Type.Boolean();
export type ReleaseMails = Static<typeof ReleaseMails>;

export const ProfileChange = Type.Object(
  { displayName: Type.Optional(DisplayName), releaseMails: Type.Optional(ReleaseMails) },
  { additionalProperties: false, minProperties: 1 },
);
export type ProfileChange = Static<typeof ProfileChange>;

/** Six digits. */
export const OneTimeCode = Type.String({ pattern: '^[0-9]{6}$', description: 'Six digits.' });
export type OneTimeCode = Static<typeof OneTimeCode>;

export const EmailVerification = Type.Object({ code: OneTimeCode }, { additionalProperties: false });
export type EmailVerification = Static<typeof EmailVerification>;

export const PasswordChange = Type.Object(
  { currentPassword: GivenPassword, newPassword: Password },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

export const ForgottenPassword = Type.Object({ email: Email }, { additionalProperties: false });
export type ForgottenPassword = Static<typeof ForgottenPassword>;

export const PasswordReset = Type.Object(
  { email: Email, code: OneTimeCode, newPassword: Password },
  { additionalProperties: false },
);
export type PasswordReset = Static<typeof PasswordReset>;

/** Why a sign-in with Google failed. */
export const GoogleRefusal = Type.Unsafe<
  'access_denied' | 'account_exists' | 'email_unverified' | 'google_failed'
>({ type: 'string', enum: ['access_denied', 'account_exists', 'email_unverified', 'google_failed'] });
export type GoogleRefusal = Static<typeof GoogleRefusal>;
export const GoogleRefusalValues = [
  'access_denied',
  'account_exists',
  'email_unverified',
  'google_failed',
] as const;

export const GoogleCodeExchange = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    codeVerifier: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9._~-]{43,128}$',
        description: '43 to 128 letters, digits or any of -._~ (RFC 7636, 4.1).',
      }),
    ),
  },
  { additionalProperties: false },
);
export type GoogleCodeExchange = Static<typeof GoogleCodeExchange>;

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

export const Role = Type.Unsafe<'listener' | 'artist' | 'admin'>({
  type: 'string',
  enum: ['listener', 'artist', 'admin'],
});
export type Role = Static<typeof Role>;
export const RoleValues = ['listener', 'artist', 'admin'] as const;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

export const User = Type.Object(
  {
    id: Id,
    email: Email,
    displayName: DisplayName,
    role: Role,
    emailVerified: Type.Boolean(),
    releaseMails: Type.Optional(ReleaseMails),
    createdAt: Timestamp,
  },
  { additionalProperties: false },
);
export type User = Static<typeof User>;

/** The tokens of a signed-in client and its account. */
export const AuthSession = Type.Object(
  {
    accessToken: Type.String(),
    refreshToken: RefreshToken,
    tokenType: Type.Literal('Bearer'),
    expiresIn: Type.Integer({ minimum: 1 }),
    user: User,
  },
  { additionalProperties: false },
);
export type AuthSession = Static<typeof AuthSession>;

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
