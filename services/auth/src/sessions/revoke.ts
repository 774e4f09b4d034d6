import type { RevocationReason } from '@downbeat/shared/events';
import type { Commit, Outbox } from '@downbeat/shared/outbox';
import type { RevocationList } from '@downbeat/shared/revocation';
import type { ClientSession } from 'mongodb';
import type { Audit, AuditEntry } from '../audit/audit.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import { sessionRevoked } from '../events.ts';
import type { Sessions } from './repository.ts';

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

/** Sessions that a transaction ends: once it is committed, Redis is to hear of them. */
export interface EndedSessions {
  readonly ids: readonly string[];
  readonly until: Date;
}

/** Ends sessions everywhere: truth and event in one transaction, then Redis for those who cannot wait for the event. */
export const createRevoker = ({ commit, sessions, outbox, revocations, audit, clock }: RevokerParts) => {
  const end = async (
    ids: readonly string[],
    reason: RevocationReason,
    entry: AuditEntry,
    session: ClientSession,
  ): Promise<EndedSessions> => {
    const now = clock();
    const until = new Date(now + REVOKED_FOR_MS);
    for (const sessionId of ids) {
      await audit.record(entry, session);
      const ended = await sessions.end(sessionId, reason, new Date(now), session);
      if (ended === null) continue;
      await revocations.record(sessionId, until, session);
      await outbox.add(session, sessionRevoked({ sessionId, userId: ended.userId, reason, until }));
    }
    return { ids, until };
  };

  const announce = async ({ ids, until }: EndedSessions): Promise<void> => {
    for (const id of ids) await revocations.announce(id, until);
  };

  return {
    revoke: async (sessionId: string, reason: RevocationReason, entry: AuditEntry): Promise<void> =>
      announce(await commit((session) => end([sessionId], reason, entry, session))),
    /**
     * Ends every session of an account in the transaction of what ends them: a changed role, a ban, a changed password.
     * What it returns is for `announce`, after the commit.
     */
    endAll: async (
      userId: string,
      reason: RevocationReason,
      entry: AuditEntry,
      session: ClientSession,
    ): Promise<EndedSessions> =>
      end(await sessions.listActiveIds(userId, new Date(clock()), session), reason, entry, session),
    announce,
  };
};
