import type { App } from '@downbeat/shared/http';
import { createProfile } from './accounts/profile.ts';
import { createRegister } from './accounts/register.ts';
import type { Config } from './config.ts';
import { createGoogle } from './google/google.ts';
import type { Infrastructure } from './infrastructure.ts';
import { createPasswordHasher } from './passwords/hasher.ts';
import { createAccessTokenIssuer } from './sessions/access-token.ts';
import { createSessionIssuer } from './sessions/issue.ts';
import { createLogin } from './sessions/login.ts';
import { createLogout } from './sessions/logout.ts';
import { createRefreshTokens } from './sessions/refresh-tokens.ts';
import { createRefresh } from './sessions/refresh.ts';
import { argon2CostOf, codeRulesOf, sessionLifeOf, throttleRulesOf } from './settings.ts';
import { createFailureStore } from './throttle/redis-store.ts';
import { createThrottle } from './throttle/throttle.ts';
import { keyedHash } from './tokens/keys.ts';
import { createCodeIssuer } from './verification/issue-code.ts';
import { createCodes } from './verification/repository.ts';
import { createVerification } from './verification/verify-email.ts';

/** Wires the features: each gets exactly what it needs, by name. */
export const createFeatures = async (app: App, config: Config, infrastructure: Infrastructure) => {
  const { db } = app.mongo;
  const { clock } = infrastructure;
  const secret = config.AUTH_SECRET ?? config.JWT_SECRET;
  const codeKey = keyedHash(secret, 'one-time code');
  const codeRules = codeRulesOf(config);
  const accessTokens = createAccessTokenIssuer(app, config.ACCESS_TOKEN_SECONDS);

  const refreshTokens = createRefreshTokens(db);
  const issuer = createSessionIssuer({
    ...infrastructure,
    refreshTokens,
    accessTokens,
    life: sessionLifeOf(config),
  });
  const codes = createCodes(db);
  const codeIssuer = createCodeIssuer({
    ...infrastructure,
    codes,
    key: codeKey,
    sealPublicKey: config.MAIL_SEAL_PUBLIC_KEY,
    rules: codeRules,
  });
  const passwords = await createPasswordHasher({ cost: argon2CostOf(config) });
  const throttle = createThrottle(createFailureStore(app.redis, throttleRulesOf(config), app.log));
  const signIn = { ...infrastructure, passwords, throttle, issuer };

  return {
    register: createRegister({ ...signIn, codeIssuer, artistSignup: config.ARTIST_SIGNUP }),
    profile: createProfile(infrastructure),
    login: createLogin(signIn),
    refresh: createRefresh({
      ...infrastructure,
      refreshTokens,
      issuer,
      successorKey: keyedHash(secret, 'refresh token successor'),
      graceSeconds: config.REFRESH_GRACE_SECONDS,
    }),
    logout: createLogout(infrastructure.revoker),
    verification: createVerification({
      ...infrastructure,
      codes,
      codeIssuer,
      key: codeKey,
      attempts: codeRules.attempts,
    }),
    google: await createGoogle(app, config, { ...infrastructure, issuer, clock }),
  };
};
