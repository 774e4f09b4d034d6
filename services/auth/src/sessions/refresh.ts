import type { Accounts } from '../accounts/repository.ts';
import type { Caller } from '../caller.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import { errors } from '../errors.ts';
import type { AuthSession } from '../generated/schemas.gen.ts';
import type { KeyedHash } from '../tokens/keys.ts';
import { opaqueTokenHash } from '../tokens/opaque-token.ts';
import type { SessionIssuer } from './issue.ts';
import type { RefreshTokenDocument, RefreshTokens } from './refresh-tokens.ts';
import type { Sessions } from './repository.ts';
import type { Revoker } from './revoke.ts';

export interface RefreshParts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly refreshTokens: RefreshTokens;
  readonly issuer: SessionIssuer;
  readonly revoker: Revoker;
  readonly successorKey: KeyedHash;
  readonly graceSeconds: number;
  readonly clock: Clock;
}

export type Refresh = (refreshToken: string, caller: Caller) => Promise<AuthSession>;

/**
 * Rotates refresh tokens (RFC 9700, 4.14.2). Only hashes are kept, so the successor is derived from the old token
 * with a key: asked again within the grace, the same one is found without having been stored.
 */
export const createRefresh = (parts: RefreshParts): Refresh => {
  const { accounts, sessions, refreshTokens, issuer, revoker, successorKey, graceSeconds, clock } = parts;

  const refuseReuse = async (row: RefreshTokenDocument, caller: Caller, now: number): Promise<void> => {
    if (row.usedAt === null || now - row.usedAt.getTime() <= graceSeconds * SECOND_MS) return;
    const session = await sessions.find(row.sessionId);
    const userId = session?.userId ?? null;
    const entry = { action: 'refresh', outcome: 'REFRESH_TOKEN_REUSED', userId, caller } as const;
    await revoker.revoke(row.sessionId, 'reuse', entry);
    throw errors.REFRESH_TOKEN_REUSED();
  };

  return async (refreshToken, caller) => {
    const now = clock();
    const hash = opaqueTokenHash(refreshToken);
    const row = await refreshTokens.find(hash);
    if (row === null || row.idleUntil.getTime() <= now) throw errors.REFRESH_TOKEN_INVALID();
    await refuseReuse(row, caller, now);
    const session = await sessions.touch(row.sessionId, new Date(now));
    const user = session && (await accounts.find(session.userId));
    if (session === null || user === null) throw errors.REFRESH_TOKEN_INVALID();
    const next = successorKey(refreshToken).toString('base64url');
    const idleUntil = issuer.idleUntil(now, session.expiresAt);
    const successor = { _id: opaqueTokenHash(next), sessionId: session._id, usedAt: null, idleUntil };
    await refreshTokens.rotate(hash, successor, new Date(now));
    return issuer.answer(user, session._id, next);
  };
};
