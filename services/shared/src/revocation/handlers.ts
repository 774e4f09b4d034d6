import type { EventHandlers } from '../events/index.ts';
import type { RevocationList } from './list.ts';

/**
 * Keeps a service's own list by auth's events: the truth in the transaction of the event, the news once it is committed.
 */
export function revocationHandlers(
  revocations: Pick<RevocationList, 'record' | 'announce'>,
): Pick<EventHandlers, 'downbeat.session.revoked.v1'> {
  return {
    'downbeat.session.revoked.v1': async ({ data }, { session, afterCommit }) => {
      const until = new Date(data.revokedUntil);
      await revocations.record(data.sessionId, until, session);
      afterCommit(() => revocations.announce(data.sessionId, until));
    },
  };
}
