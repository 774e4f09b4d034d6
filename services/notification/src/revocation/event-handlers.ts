import type { EventHandlers } from '@downbeat/shared/events';
import type { RevocationList } from '@downbeat/shared/revocation';

/** The queue that keeps this service's own list of ended sessions. */
export const revocationQueue = 'notification.sessions';

/** Ended sessions no longer open the ledger to anybody. */
export function revocationHandlers(revocations: RevocationList): EventHandlers {
  return {
    'downbeat.session.revoked.v1': ({ data }, { session }) =>
      revocations.record(data.sessionId, new Date(data.revokedUntil), session),
  };
}
