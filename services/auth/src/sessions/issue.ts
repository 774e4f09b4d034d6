import { newId } from '@downbeat/shared/ids';
import type { ClientSession } from 'mongodb';
import type { Caller } from '../caller.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { AuthSession, User } from '../generated/schemas.gen.ts';
import { newOpaqueToken, opaqueTokenHash } from '../tokens/opaque-token.ts';
import type { AccessTokenIssuer } from './access-token.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Sessions } from './repository.ts';

export interface SessionLife {
  readonly idleDays: number;
  readonly absoluteDays: number;
}

export interface SessionIssuerParts {
  readonly sessions: Sessions;
  readonly refreshTokens: RefreshTokens;
  readonly accessTokens: AccessTokenIssuer;
  readonly life: SessionLife;
  readonly clock: Clock;
}

export type SessionIssuer = ReturnType<typeof createSessionIssuer>;

/** Begins sessions. The only way to a session's first tokens, whatever the sign-in. */
export const createSessionIssuer = ({
  sessions,
  refreshTokens,
  accessTokens,
  life,
  clock,
}: SessionIssuerParts) => {
  const answer = (user: User, sessionId: string, refreshToken: string): AuthSession => ({
    accessToken: accessTokens.issue(user, sessionId),
    refreshToken,
    tokenType: 'Bearer',
    expiresIn: accessTokens.lifeSeconds,
    user,
  });

  const idleUntil = (now: number, sessionEnd: Date): Date =>
    new Date(Math.min(now + life.idleDays * DAY_MS, sessionEnd.getTime()));

  return {
    answer,
    idleUntil,
    /** Part of the transaction of the sign-in, so that there is no session without its audit row. */
    begin: async (user: User, caller: Caller, session: ClientSession): Promise<AuthSession> => {
      const now = clock();
      const createdAt = new Date(now);
      const expiresAt = new Date(now + life.absoluteDays * DAY_MS);
      const sessionId = newId();
      const refreshToken = newOpaqueToken();
      const { userAgent, address } = caller;
      const origin = { userId: user.id, userAgent, address, createdAt, lastUsedAt: createdAt, expiresAt };
      await sessions.insert({ _id: sessionId, ...origin, revokedAt: null, revokedFor: null }, session);
      const token = {
        _id: opaqueTokenHash(refreshToken),
        sessionId,
        usedAt: null,
        idleUntil: idleUntil(now, expiresAt),
      };
      await refreshTokens.insert(token, session);
      return answer(user, sessionId, refreshToken);
    },
  };
};
