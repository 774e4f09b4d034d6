import { newId } from '@downbeat/shared/ids';
import type { App } from '@downbeat/shared/http';
import type { User } from '../generated/schemas.gen.ts';

export interface AccessTokenIssuer {
  readonly lifeSeconds: number;
  issue(user: User, sessionId: string): string;
}

/** Signs access tokens. The algorithm, `iss` and `aud` are those that every service's authenticator insists on. */
export const createAccessTokenIssuer = (app: App, lifeSeconds: number): AccessTokenIssuer => ({
  lifeSeconds,
  issue: (user, sessionId) =>
    app.jwt.sign(
      {
        sub: user.id,
        sid: sessionId,
        role: user.role,
        name: user.displayName,
        email_verified: user.emailVerified,
        jti: newId(),
      },
      { expiresIn: `${lifeSeconds}s` },
    ),
});
