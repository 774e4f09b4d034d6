// Generated from openapi/events.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

export const EventSource = Type.Unsafe<'/auth' | '/music' | '/notification'>({
  type: 'string',
  enum: ['/auth', '/music', '/notification'],
});
export type EventSource = Static<typeof EventSource>;
export const EventSourceValues = ['/auth', '/music', '/notification'] as const;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

export const CorrelationId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
export type CorrelationId = Static<typeof CorrelationId>;

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

export const Role = Type.Unsafe<'listener' | 'artist' | 'admin'>({
  type: 'string',
  enum: ['listener', 'artist', 'admin'],
});
export type Role = Static<typeof Role>;
export const RoleValues = ['listener', 'artist', 'admin'] as const;

/** An account was created; notification sends the welcome mail. */
export const UserRegistered = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.registered.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { userId: Id, email: Email, displayName: DisplayName, role: Role },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type UserRegistered = Static<typeof UserRegistered>;

/** A compact JWE (RFC 7516) that only the notification service can decrypt. */
export const SealedText = Type.String({
  maxLength: 4096,
  pattern: '^[A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]*){4}$',
  description: 'A compact JWE (RFC 7516) that only the notification service can decrypt.',
});
export type SealedText = Static<typeof SealedText>;

/** Asks notification to mail a code. The code is encrypted, and it is not mailed after it has expired. */
export const VerificationRequested = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.verification-requested.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { userId: Id, email: Email, displayName: DisplayName, sealedCode: SealedText, expiresAt: Timestamp },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type VerificationRequested = Static<typeof VerificationRequested>;

/** An email was confirmed; notification sends a confirmation mail. */
export const UserEmailVerified = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.email-verified.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object({ userId: Id, email: Email }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type UserEmailVerified = Static<typeof UserEmailVerified>;

/** A display name changed; music renames the artist on their tracks. */
export const UserRenamed = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.renamed.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object({ userId: Id, displayName: DisplayName }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type UserRenamed = Static<typeof UserRenamed>;

/**
 * Asks notification to mail a code that sets a new password. The code is encrypted, and it is not mailed
 * after it has expired.
 */
export const PasswordResetRequested = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.password-reset-requested.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { userId: Id, email: Email, displayName: DisplayName, sealedCode: SealedText, expiresAt: Timestamp },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type PasswordResetRequested = Static<typeof PasswordResetRequested>;

/** A password was changed or reset; notification tells the owner. */
export const PasswordChanged = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.password-changed.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { userId: Id, email: Email, displayName: DisplayName },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type PasswordChanged = Static<typeof PasswordChanged>;

export const RevocationReason = Type.Unsafe<
  'logout' | 'reuse' | 'role-change' | 'password-change' | 'too-many-sign-ins'
>({ type: 'string', enum: ['logout', 'reuse', 'role-change', 'password-change', 'too-many-sign-ins'] });
export type RevocationReason = Static<typeof RevocationReason>;
export const RevocationReasonValues = [
  'logout',
  'reuse',
  'role-change',
  'password-change',
  'too-many-sign-ins',
] as const;

/** A sign-in was revoked; its access tokens, stream URLs and sockets stop working. */
export const SessionRevoked = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.session.revoked.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      {
        sessionId: Id,
        userId: Id,
        reason: RevocationReason,
        revokedUntil: Type.String({ format: 'date-time' }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type SessionRevoked = Static<typeof SessionRevoked>;

/**
 * A track became public for the first time. No service consumes this event yet; the broker keeps it for
 * seven days, at most the last 10,000, in the queue `downbeat.unsubscribed`.
 */
export const TrackPublished = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.track.published.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { trackId: Id, artistId: Id, title: Type.String({ minLength: 1, maxLength: 200 }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type TrackPublished = Static<typeof TrackPublished>;

/**
 * An account wants mails about releases, or wants them no longer; notification keeps the address of those
 * that do.
 */
export const ReleaseMailsChosen = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.user.release-mails-chosen.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      { userId: Id, email: Email, displayName: DisplayName, isWanted: Type.Boolean() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ReleaseMailsChosen = Static<typeof ReleaseMailsChosen>;

/**
 * What an artist has published within an hour, for some of the followers; notification mails those who want
 * it. Each follower is in one event of a digest. The subject is the digest.
 */
export const ArtistReleased = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Id,
    source: EventSource,
    type: Type.Literal('downbeat.artist.released.v1'),
    subject: Id,
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    correlationid: CorrelationId,
    data: Type.Object(
      {
        artistId: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$', description: 'In the catalogue.' }),
        artistName: Type.String({ minLength: 1, maxLength: 200 }),
        titles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 20 }),
        trackCount: Type.Integer({ minimum: 1 }),
        followerIds: Type.Array(Id, { minItems: 1, maxItems: 100 }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ArtistReleased = Static<typeof ArtistReleased>;

export const DownbeatEvent = Type.Union([
  UserRegistered,
  VerificationRequested,
  UserEmailVerified,
  UserRenamed,
  PasswordResetRequested,
  PasswordChanged,
  SessionRevoked,
  TrackPublished,
  ReleaseMailsChosen,
  ArtistReleased,
]);
export type DownbeatEvent = Static<typeof DownbeatEvent>;

/** The members of DownbeatEvent by discriminator: look up the member first, then validate against it alone. */
export const DownbeatEventByType = {
  'downbeat.user.registered.v1': UserRegistered,
  'downbeat.user.verification-requested.v1': VerificationRequested,
  'downbeat.user.email-verified.v1': UserEmailVerified,
  'downbeat.user.renamed.v1': UserRenamed,
  'downbeat.user.password-reset-requested.v1': PasswordResetRequested,
  'downbeat.user.password-changed.v1': PasswordChanged,
  'downbeat.session.revoked.v1': SessionRevoked,
  'downbeat.track.published.v1': TrackPublished,
  'downbeat.user.release-mails-chosen.v1': ReleaseMailsChosen,
  'downbeat.artist.released.v1': ArtistReleased,
} as const;
