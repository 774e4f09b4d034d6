import { attach, connect, type Connections } from '@downbeat/shared/connections';
import { type App, bearerAuthenticator, createApp } from '@downbeat/shared/http';
import { createLogger, type Logger } from '@downbeat/shared/logging';
import { startRelay } from '@downbeat/shared/messaging';
import { trimEmails } from './accounts/email.ts';
import { createProfile, profileRoutes } from './accounts/profile.ts';
import type { Clock } from './clock.ts';
import { type Config, argon2CostOf, parseRedirects } from './config.ts';
import { operations } from './generated/operations.gen.ts';
import { createFindOrCreate } from './google/find-or-create.ts';
import { createIdTokenVerifier } from './google/id-token.ts';
import { createGoogleOAuth, googleProviderOf } from './google/oauth-client.ts';
import { type SignIns, createSignIns } from './google/repository.ts';
import { googleRoutes } from './google/routes.ts';
import { createExchange, createGoogleSignIn, type GoogleSignIn } from './google/sign-in.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { createPasswordHasher } from './passwords/hasher.ts';
import { type RateLimits, rateLimitsOf } from './rate-limits.ts';
import { type AuthSessionIssuer, createAuthSessionIssuer } from './sessions/issuer.ts';
import { createChangePassword } from './sessions/change-password.ts';
import { createLogin } from './sessions/login.ts';
import { createRefresh } from './sessions/refresh.ts';
import { createRegister } from './sessions/register.ts';
import { authSessionRoutes, passwordRoutes } from './sessions/routes.ts';
import { createForgotPassword, createResetPassword } from './sessions/reset-password.ts';
import { type Stores, createStores, prepareDatabase } from './stores.ts';
import { keyedHash } from './tokens.ts';
import { createOneTimeCodes } from './verification/code.ts';
import { createCodes } from './verification/repository.ts';
import { createVerification, verificationRoutes } from './verification/verify-email.ts';

/** What a test may replace. */
export interface AppOverrides {
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly redisKeyPrefix?: string;
}

/** The parts from which every feature is wired. */
interface Wiring {
  readonly app: App;
  readonly config: Config;
  readonly stores: Stores;
  readonly limits: RateLimits;
}

/** Connects to everything that the service needs and registers its routes. The app does not listen yet. */
export async function buildApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const { logger = createLogger('auth', config), clock = Date.now, redisKeyPrefix } = overrides;
  const connections = await connect(config, { service: 'auth', logger, redisKeyPrefix });
  const stores = createStores(connections, logger, clock);
  const app = await createServer(config, logger, connections, stores);
  await attach(app, connections);
  await prepareDatabase(connections, logger);
  publishEvents(app, connections, stores);
  trimEmails(app);

  const wiring = { app, config, stores, limits: rateLimitsOf(config) };
  // The setting has at least one.
  const [page] = parseRedirects(config.GOOGLE_REDIRECT_ALLOWLIST);
  const accountUrl = new URL('/account', page).href;
  profileRoutes(app, createProfile(stores, config.JWT_SECRET), { limits: wiring.limits, accountUrl });
  const issuer = await addAuthSessions(wiring);
  await addGoogle(wiring, issuer);
  return app;
}

function createServer(
  config: Config,
  logger: Logger,
  { redis }: Connections,
  { revocations }: Stores,
): Promise<App> {
  const bearer = bearerAuthenticator({ jwtSecret: config.JWT_SECRET, revocations });
  return createApp({
    service: 'auth',
    contract: new URL('generated/contract.gen.json', import.meta.url),
    operations,
    config,
    logger,
    authenticators: { bearer },
    rateLimit: { redis: redis.redis },
  });
}

function publishEvents(app: App, { mongo, rabbit }: Connections, { outbox }: Stores): void {
  const relay = startRelay({ db: mongo.db, rabbit, outbox, logger: app.log, registry: app.metricsRegistry });
  app.atShutdown('workers', 'outbox relay', ({ graceMs }) => relay.stop(graceMs));
}

/** Registration, login, refresh and logout, passwords, and the codes that confirm e-mail addresses. */
async function addAuthSessions(wiring: Wiring): Promise<AuthSessionIssuer> {
  const { app, config, stores, limits } = wiring;
  const secret = config.AUTH_SECRET ?? config.JWT_SECRET;
  const issuer = createAuthSessionIssuer({ ...stores, jwt: app.jwt, config });
  const passwords = await createPasswordHasher({ cost: argon2CostOf(config) });
  const throttle = createLoginThrottle(app.redis, config);
  const oneTimeCodes = addVerification(wiring, secret);
  const successorKey = keyedHash(secret, 'refresh token successor');
  const signIn = { ...stores, passwords, throttle, issuer };
  const rules = {
    register: createRegister({ ...signIn, oneTimeCodes, config }),
    login: createLogin(signIn),
    refresh: createRefresh({ ...stores, issuer, successorKey, config }),
    revoker: stores.revoker,
  };
  authSessionRoutes(app, rules, limits);
  const passwordRules = {
    forgot: createForgotPassword({ ...signIn, oneTimeCodes }),
    reset: createResetPassword({ ...signIn, oneTimeCodes }),
    change: createChangePassword(signIn),
  };
  passwordRoutes(app, passwordRules, limits);
  return issuer;
}

function addVerification({ app, config, stores, limits }: Wiring, secret: string) {
  const key = keyedHash(secret, 'one-time code');
  const oneTimeCodes = createOneTimeCodes({
    codes: createCodes(app.mongo.db),
    key,
    config,
  });
  verificationRoutes(app, createVerification({ ...stores, oneTimeCodes }), limits);
  return oneTimeCodes;
}

/** Google sign-in. Without a Google client in the configuration the routes answer GOOGLE_NOT_CONFIGURED. */
async function addGoogle(wiring: Wiring, issuer: AuthSessionIssuer): Promise<void> {
  const { app, stores, limits } = wiring;
  const signIns = createSignIns(app.mongo.db);
  const signIn = await addGoogleSignIn(wiring, signIns);
  googleRoutes(app, { signIn, exchange: createExchange({ ...stores, signIns, issuer }) }, limits);
}

async function addGoogleSignIn(
  { app, config, stores }: Wiring,
  signIns: SignIns,
): Promise<GoogleSignIn | null> {
  const provider = googleProviderOf(config);
  if (provider === null) return null;
  return createGoogleSignIn({
    oauth: await createGoogleOAuth(app, provider),
    signIns,
    verifyIdToken: await createIdTokenVerifier(provider),
    findOrCreate: createFindOrCreate(stores),
    allowedRedirects: parseRedirects(config.GOOGLE_REDIRECT_ALLOWLIST),
    logger: app.log,
  });
}
