import type { App } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import type { ClientSession } from 'mongodb';
import type { Caller } from '../audit.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import type { AuthSession, User } from '../generated/schemas.gen.ts';
import { newOpaqueToken, opaqueTokenHash } from '../tokens.ts';
import type { AuthSessions, RefreshTokens } from './repository.ts';
import type { EndedAuthSessions, Revoker } from './revoke.ts';

export interface AuthSessionIssuerDeps {
  readonly authSessions: AuthSessions;
  readonly refreshTokens: RefreshTokens;
  readonly revoker: Pick<Revoker, 'endOldest' | 'announce'>;
  readonly jwt: Pick<App['jwt'], 'sign'>;
  readonly config: Config;
  readonly clock: Clock;
}

/** An auth session that is written, but not committed yet. */
export interface BegunAuthSession {
  readonly authSession: AuthSession;
  /** Those that it displaces. */
  readonly ended: EndedAuthSessions;
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
     * account that has too many are ended. After the commit the result goes to `finish`.
     */
    begin: async (user: User, caller: Caller, mongoSession: ClientSession): Promise<BegunAuthSession> => {
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
      const ended = await revoker.endOldest(user.id, config.SESSIONS_PER_ACCOUNT, caller, mongoSession);
      return { authSession: respond(user, id, refreshToken), ended };
    },
    /** Tells the other services at once which auth sessions have ended. */
    finish: async ({ authSession, ended }: BegunAuthSession): Promise<AuthSession> => {
      await revoker.announce(ended);
      return authSession;
    },
  };
}
