import { newId } from '@downbeat/shared/ids';
import {
  type DownbeatEvent,
  type EventOf,
  EVENTS_EXCHANGE,
  newEvent,
  type Rabbit,
} from '@downbeat/shared/messaging';
import { sealCode } from './app.ts';

type Data<T extends DownbeatEvent['type']> = Partial<EventOf<T>['data']>;

const user = () => {
  const userId = newId();
  return { userId, email: `ada-${userId}@example.com`, displayName: 'Ada Lovelace' };
};

const origin = (subject: string) => ({ source: '/auth' as const, subject, correlationId: newId() });

export function registered(data: Data<'downbeat.user.registered.v1'> = {}) {
  const full = { ...user(), role: 'listener' as const, ...data };
  return newEvent('downbeat.user.registered.v1', { ...origin(full.userId), data: full });
}

export async function codeRequested(
  code: string,
  data: Data<'downbeat.user.verification-requested.v1'> = {},
) {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  const full = { ...user(), sealedCode: await sealCode(code), expiresAt, ...data };
  return newEvent('downbeat.user.verification-requested.v1', { ...origin(full.userId), data: full });
}

export async function resetRequested(code: string) {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  const data = { ...user(), sealedCode: await sealCode(code), expiresAt };
  return newEvent('downbeat.user.password-reset-requested.v1', { ...origin(data.userId), data });
}

export function passwordChanged() {
  const data = user();
  return newEvent('downbeat.user.password-changed.v1', { ...origin(data.userId), data });
}

export function emailVerified() {
  const { userId, email } = user();
  return newEvent('downbeat.user.email-verified.v1', { ...origin(userId), data: { userId, email } });
}

export function sessionRevoked(authSessionId: string) {
  const revokedUntil = new Date(Date.now() + 600_000).toISOString();
  const data = { sessionId: authSessionId, userId: newId(), reason: 'logout' as const, revokedUntil };
  return newEvent('downbeat.session.revoked.v1', { ...origin(authSessionId), data });
}

/** Publishes like the relay of another service. The event may violate the contract. */
export async function publish(
  rabbit: Rabbit,
  event: { id: string; type: string; data?: unknown },
): Promise<void> {
  await rabbit.publish({
    exchange: EVENTS_EXCHANGE,
    routingKey: event.type,
    content: Buffer.from(JSON.stringify(event)),
    messageId: event.id,
    type: event.type,
  });
}
