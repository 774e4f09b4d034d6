import type { Commit, Outbox, RevocationReason } from '@downbeat/shared/messaging';
import type { RevocationList } from '@downbeat/shared/revocation';
import type { ClientSession } from 'mongodb';
import type { Audit, AuditEntry, Caller } from '../audit.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import { authSessionRevoked } from '../events.ts';
import type { AuthSessions, RefreshTokens } from './repository.ts';

export interface RevokerDeps {
  readonly commit: Commit;
  readonly authSessions: AuthSessions;
  readonly refreshTokens: RefreshTokens;
  readonly outbox: Outbox;
  readonly revocations: RevocationList;
  readonly audit: Audit;
  readonly clock: Clock;
}

export type Revoker = ReturnType<typeof createRevoker>;

// Longer than the life of everything that names an auth session: access tokens, signed stream and cover URLs.
const REVOKED_FOR_MS = DAY_MS;

/** Auth sessions that a transaction has ended. After its commit they go to `announce`. */
export interface EndedAuthSessions {
  readonly ids: readonly string[];
  readonly until: Date;
}

/** Ends auth sessions inside a transaction: row, audit entry, revocation and event. */
function createEnd({ authSessions, outbox, revocations, audit, clock }: RevokerDeps) {
  return async (
    ids: readonly string[],
    reason: RevocationReason,
    entry: AuditEntry,
    mongoSession: ClientSession,
  ): Promise<EndedAuthSessions> => {
    const now = clock();
    const until = new Date(now + REVOKED_FOR_MS);
    for (const id of ids) {
      await audit.record(entry, mongoSession);
      const ended = await authSessions.end(id, reason, new Date(now), mongoSession);
      if (ended === null) continue;
      await revocations.record(id, until, mongoSession);
      const revoked = { sessionId: id, userId: ended.userId };
      await outbox.add(mongoSession, authSessionRevoked(revoked, reason, until));
    }
    return { ids, until };
  };
}

/** Ends auth sessions in every service: database and event in one transaction, then Redis, which is read first. */
export function createRevoker(deps: RevokerDeps) {
  const { commit, authSessions, refreshTokens, revocations, clock } = deps;
  const end = createEnd(deps);

  const announce = async ({ ids, until }: EndedAuthSessions): Promise<void> => {
    for (const id of ids) await revocations.announce(id, until);
  };

  const revoke = async (id: string, reason: RevocationReason, entry: AuditEntry): Promise<void> =>
    announce(await commit((mongoSession) => end([id], reason, entry, mongoSession)));

  return {
    revoke,
    /** Ends the auth session of the request: its refresh tokens, its access tokens and its sockets. */
    logout: (id: string, userId: string, caller: Caller): Promise<void> =>
      revoke(id, 'logout', { action: 'logout', outcome: 'success', userId, caller }),
    /** Ends the auth sessions of an account, all but `keptId`, inside the transaction of the change that requires it. */
    endAll: async (
      { userId, keptId }: { userId: string; keptId?: string },
      reason: RevocationReason,
      entry: AuditEntry,
      mongoSession: ClientSession,
    ): Promise<EndedAuthSessions> => {
      const ids = await authSessions.listActiveIds(userId, new Date(clock()), mongoSession);
      const ended = ids.filter((id) => id !== keptId);
      return end(ended, reason, entry, mongoSession);
    },
    /**
     * Ends the oldest auth sessions of an account beyond `kept`, and deletes them with their refresh tokens, inside the
     * transaction of a sign-in.
     */
    endOldest: async (
      userId: string,
      kept: number,
      caller: Caller,
      mongoSession: ClientSession,
    ): Promise<EndedAuthSessions> => {
      const oldest = await authSessions.listOldest(userId, kept, mongoSession);
      const active = oldest.filter(({ revokedAt }) => revokedAt === null).map(({ _id }) => _id);
      const entry = { action: 'end-session', outcome: 'success', userId, caller } as const;
      const ended = await end(active, 'too-many-sign-ins', entry, mongoSession);
      if (oldest.length > 0) {
        const ids = oldest.map(({ _id }) => _id);
        await authSessions.delete(ids, mongoSession);
        await refreshTokens.deleteOf(ids, mongoSession);
      }
      return ended;
    },
    announce,
  };
}
