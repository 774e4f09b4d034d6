import { newId } from '@downbeat/shared/ids';
import { currentCorrelationId } from '@downbeat/shared/logging';
import {
  type DownbeatEvent,
  type EventOf,
  type EventType,
  newEvent,
  type RevocationReason,
} from '@downbeat/shared/messaging';
import type { User } from './generated/schemas.gen.ts';

// Commands have no request and so no correlation id; each of their events gets a new one.
const event = <T extends EventType>(type: T, subject: string, data: EventOf<T>['data']): DownbeatEvent =>
  newEvent(type, { source: '/auth', subject, correlationId: currentCorrelationId() ?? newId(), data });

export const userRegistered = ({ id, email, displayName, role }: User) =>
  event('downbeat.user.registered.v1', id, { userId: id, email, displayName, role });

/** `sealedCode` is encrypted for the notification service. */
const codeData = ({ id, email, displayName }: User, sealedCode: string, expiresAt: Date) => ({
  userId: id,
  email,
  displayName,
  sealedCode,
  expiresAt: expiresAt.toISOString(),
});

export const verificationRequested = (user: User, sealedCode: string, expiresAt: Date) =>
  event('downbeat.user.verification-requested.v1', user.id, codeData(user, sealedCode, expiresAt));

export const passwordResetRequested = (user: User, sealedCode: string, expiresAt: Date) =>
  event('downbeat.user.password-reset-requested.v1', user.id, codeData(user, sealedCode, expiresAt));

export const passwordChanged = ({ id, email, displayName }: User) =>
  event('downbeat.user.password-changed.v1', id, { userId: id, email, displayName });

export const userEmailVerified = ({ id, email }: User) =>
  event('downbeat.user.email-verified.v1', id, { userId: id, email });

export const userRenamed = ({ id, displayName }: User) =>
  event('downbeat.user.renamed.v1', id, { userId: id, displayName });

export const releaseMailsChosen = ({ id, email, displayName, releaseMails = false }: User) =>
  event('downbeat.user.release-mails-chosen.v1', id, {
    userId: id,
    email,
    displayName,
    isWanted: releaseMails,
  });

/** Of an account that is gone. Its address is not known any more; the event must have one, to which no mail is sent. */
export const releaseMailsEnded = (userId: string) =>
  event('downbeat.user.release-mails-chosen.v1', userId, {
    userId,
    email: 'gone@example.invalid',
    displayName: 'A former user',
    isWanted: false,
  });

export const authSessionRevoked = (
  { sessionId, userId }: { sessionId: string; userId: string },
  reason: RevocationReason,
  until: Date,
) =>
  event('downbeat.session.revoked.v1', sessionId, {
    sessionId,
    userId,
    reason,
    revokedUntil: until.toISOString(),
  });
