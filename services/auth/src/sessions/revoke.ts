import type { RevocationList } from '@downbeat/shared/revocation';
import type { Outbox } from '@downbeat/shared/outbox';
import type { Audit, AuditEntry } from '../audit/audit.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Commit } from '@downbeat/shared/outbox';
import { sessionRevoked } from '../events.ts';
import type { RevocationReason, Sessions } from './repository.ts';

export interface RevokerParts {
  readonly commit: Commit;
  readonly sessions: Sessions;
  readonly outbox: Outbox;
  readonly revocations: RevocationList;
  readonly audit: Audit;
  readonly clock: Clock;
}

export type Revoker = ReturnType<typeof createRevoker>;

// Longer than anything that a session signs lives by itself: access tokens, and the URLs of streams and covers.
const REVOKED_FOR_MS = DAY_MS;

/** Ends sessions everywhere: truth and event in one transaction, then Redis for those who cannot wait for the event. */
export const createRevoker = ({ commit, sessions, outbox, revocations, audit, clock }: RevokerParts) => {
  const revoke = async (sessionId: string, reason: RevocationReason, entry: AuditEntry): Promise<void> => {
    const now = clock();
    const until = new Date(now + REVOKED_FOR_MS);
    await commit(async (session) => {
      await audit.record(entry, session);
      const ended = await sessions.end(sessionId, reason, new Date(now), session);
      if (ended === null) return;
      await revocations.record(sessionId, until, session);
      await outbox.add(session, sessionRevoked({ sessionId, userId: ended.userId, reason, until }));
    });
    await revocations.announce(sessionId, until);
  };

  return {
    revoke,
    /** Ends every session of an account; for a changed role, a ban, a changed password. */
    revokeAll: async (userId: string, reason: RevocationReason, entry: AuditEntry): Promise<void> => {
      const ids = await sessions.listActiveIds(userId, new Date(clock()));
      for (const id of ids) await revoke(id, reason, entry);
    },
  };
};
