import type { App } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { ClientSession } from 'mongodb';
import type { Caller } from '../audit.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import type { AuthSession, User } from '../generated/schemas.gen.ts';
import { newOpaqueToken, opaqueTokenHash } from '../tokens.ts';
import type { AuthSessions, RefreshTokens } from './repository.ts';
import type { Revoker } from './revoke.ts';

export interface AuthSessionIssuerDeps {
  readonly authSessions: AuthSessions;
  readonly refreshTokens: RefreshTokens;
  readonly revoker: Pick<Revoker, 'endOldest'>;
  readonly jwt: Pick<App['jwt'], 'sign'>;
  readonly config: Config;
  readonly clock: Clock;
}

export type AuthSessionIssuer = ReturnType<typeof createAuthSessionIssuer>;

/** Starts auth sessions and signs their access tokens. Every kind of sign-in calls it at its end. */
export function createAuthSessionIssuer(deps: AuthSessionIssuerDeps) {
  const { authSessions, refreshTokens, revoker, jwt, config, clock } = deps;

  // The JWT plugin adds the algorithm, `iss` and `aud` that every service's authenticator checks.
  const signAccessToken = (user: User, authSessionId: string): string =>
    jwt.sign(
      {
        sub: user.id,
        sid: authSessionId,
        role: user.role,
        name: user.displayName,
        email_verified: user.emailVerified,
        jti: newId(),
      },
      { expiresIn: `${config.ACCESS_TOKEN_SECONDS}s` },
    );

  const respond = (user: User, authSessionId: string, refreshToken: string): AuthSession => ({
    accessToken: signAccessToken(user, authSessionId),
    refreshToken,
    tokenType: 'Bearer',
    expiresIn: config.ACCESS_TOKEN_SECONDS,
    user,
  });

  const idleUntil = (now: number, absoluteEnd: Date): Date =>
    new Date(Math.min(now + config.SESSION_IDLE_DAYS * DAY_MS, absoluteEnd.getTime()));

  return {
    respond,
    idleUntil,
    /**
     * Runs inside the sign-in's transaction, so that every auth session has its audit entry. The oldest auth sessions of an
     * account that has too many are ended.
     */
    begin: async (user: User, caller: Caller, mongoSession: ClientSession): Promise<AuthSession> => {
      const now = clock();
      const createdAt = new Date(now);
      const expiresAt = new Date(now + config.SESSION_ABSOLUTE_DAYS * DAY_MS);
      const id = newId();
      const refreshToken = newOpaqueToken();
      const { userAgent, ip } = caller;
      const origin = { userId: user.id, userAgent, ip, createdAt, lastUsedAt: createdAt, expiresAt };
      await authSessions.insert({ _id: id, ...origin, revokedAt: null, revokedFor: null }, mongoSession);
      const token = { sessionId: id, usedAt: null, idleUntil: idleUntil(now, expiresAt) };
      await refreshTokens.insert({ _id: opaqueTokenHash(refreshToken), ...token }, mongoSession);
      await revoker.endOldest(user.id, config.SESSIONS_PER_ACCOUNT, caller, mongoSession);
      return respond(user, id, refreshToken);
    },
  };
}
