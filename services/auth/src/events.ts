import {
  type DownbeatEvent,
  type EventOf,
  type EventType,
  newEvent,
  type RevocationReason,
} from '@downbeat/shared/events';
import { newId } from '@downbeat/shared/ids';
import { currentCorrelationId } from '@downbeat/shared/logging';
import type { User } from './generated/schemas.gen.ts';

// The command line has no request that began it.
const event = <T extends EventType>(type: T, subject: string, data: EventOf<T>['data']): DownbeatEvent =>
  newEvent(type, { source: '/auth', subject, correlationId: currentCorrelationId() ?? newId(), data });

export const userRegistered = ({ id, email, displayName, role }: User) =>
  event('downbeat.user.registered.v1', id, { userId: id, email, displayName, role });

/** `sealedCode` is readable for the notification service only. */
export const verificationRequested = (
  { id, email, displayName }: User,
  sealedCode: string,
  expiresAt: Date,
) =>
  event('downbeat.user.verification-requested.v1', id, {
    userId: id,
    email,
    displayName,
    sealedCode,
    expiresAt: expiresAt.toISOString(),
  });

export const userEmailVerified = ({ id, email }: User) =>
  event('downbeat.user.email-verified.v1', id, { userId: id, email });

export const userRenamed = ({ id, displayName }: User) =>
  event('downbeat.user.renamed.v1', id, { userId: id, displayName });

export interface EndedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly reason: RevocationReason;
  readonly until: Date;
}

export const sessionRevoked = ({ sessionId, userId, reason, until }: EndedSession) =>
  event('downbeat.session.revoked.v1', sessionId, {
    sessionId,
    userId,
    reason,
    revokedUntil: until.toISOString(),
  });
