import type { AccountDeps } from '../accounts/repository.ts';
import type { Caller } from '../audit.ts';
import { SECOND_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import { errors } from '../errors.ts';
import type { AuthSession } from '../generated/schemas.gen.ts';
import { type KeyedHash, opaqueTokenHash } from '../tokens.ts';
import type { AuthSessionIssuer } from './issuer.ts';
import type { AuthSessions, FoundRefreshToken, RefreshTokens } from './repository.ts';
import type { Revoker } from './revoke.ts';

export interface RefreshDeps extends AccountDeps {
  readonly authSessions: AuthSessions;
  readonly refreshTokens: RefreshTokens;
  readonly issuer: AuthSessionIssuer;
  readonly revoker: Revoker;
  readonly successorKey: KeyedHash;
  readonly config: Config;
}

export type Refresh = (refreshToken: string, caller: Caller) => Promise<AuthSession>;

/**
 * Rotates refresh tokens (RFC 9700, 4.14.2). Only hashes are stored, so the successor is an HMAC of the old token: a
 * second request within the grace period gets the same successor although it was never stored.
 */
export function createRefresh(deps: RefreshDeps): Refresh {
  const { accounts, authSessions, refreshTokens, issuer, revoker, successorKey, config, clock } = deps;

  const refuseReuse = async (row: FoundRefreshToken, caller: Caller): Promise<void> => {
    if (row.usedForMs === null || row.usedForMs <= config.REFRESH_GRACE_SECONDS * SECOND_MS) return;
    const authSession = await authSessions.find(row.sessionId);
    const userId = authSession?.userId ?? null;
    const entry = { action: 'refresh', outcome: 'REFRESH_TOKEN_REUSED', userId, caller } as const;
    await revoker.revoke(row.sessionId, 'reuse', entry);
    throw errors.REFRESH_TOKEN_REUSED();
  };

  return async (refreshToken, caller) => {
    const now = clock();
    const hash = opaqueTokenHash(refreshToken);
    const row = await refreshTokens.find(hash);
    if (row === null || row.idleUntil.getTime() <= now) throw errors.REFRESH_TOKEN_INVALID();
    await refuseReuse(row, caller);
    const authSession = await authSessions.touch(row.sessionId, new Date(now));
    const user = authSession && (await accounts.find(authSession.userId));
    if (authSession === null || user === null) throw errors.REFRESH_TOKEN_INVALID();
    const next = successorKey(refreshToken).toString('base64url');
    const idleUntil = issuer.idleUntil(now, authSession.expiresAt);
    const successor = { _id: opaqueTokenHash(next), sessionId: authSession._id, usedAt: null, idleUntil };
    await refreshTokens.rotate(hash, successor);
    return issuer.respond(user, authSession._id, next);
  };
}
