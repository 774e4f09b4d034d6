import { type Static, Type } from '@sinclair/typebox';
import {
  allOrNone,
  checked,
  type Environment,
  httpFragment,
  httpUrl,
  issuedSecret,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  secret,
} from '@downbeat/shared/config';
import { refusalOfSealKey } from '@downbeat/shared/seal';
import { redirectsAreEncrypted, refusalOfRedirects } from './google/redirect-allowlist.ts';

const DEFAULT_PORT = 4000;

/** Upper bound of every count below; large enough for a week in milliseconds. */
const MOST = 1_000_000_000;

const count = (description: string, value: number, minimum = 1) =>
  Type.Integer({ description, minimum, maximum: MOST, default: value, examples: [value] });

const url = (description: string, value: string) =>
  httpUrl({ description, default: value, examples: [value] });

const accounts = {
  ARTIST_SIGNUP: Type.Unsafe<'open' | 'approval'>({
    type: 'string',
    enum: ['open', 'approval'],
    description: 'whether anybody may register as an artist, or an administrator decides',
    default: 'open',
    examples: ['approval'],
  }),
  MAIL_SEAL_PUBLIC_KEY: checked((key) => refusalOfSealKey(key, 'public'), {
    description:
      'base64url of the public X25519 JWK that one-time codes are sealed with, for the notification service',
    examples: ['the first line of: node services/auth/src/cli/make-seal-keys.ts'],
  }),
  AUTH_SECRET: Type.Optional(
    secret({
      description: 'secret behind one-time codes and refresh tokens; derived from JWT_SECRET when not set',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
  ARGON2_MEMORY_KIB: count('memory of a password hash', 19 * 1024, 8),
  ARGON2_PASSES: count('passes of a password hash', 2),
  ARGON2_LANES: count('lanes of a password hash', 1),
};

const limits = {
  ACCESS_TOKEN_SECONDS: count('life of an access token', 15 * 60),
  REFRESH_GRACE_SECONDS: count('how long a used refresh token still gives its successor', 10, 0),
  SESSION_IDLE_DAYS: count('life of a refresh token that is not used', 30),
  SESSION_ABSOLUTE_DAYS: count('life of a session', 90),
  CODE_MINUTES: count('life of a one-time code', 10),
  CODE_ATTEMPTS: count('attempts at a one-time code', 5),
  CODE_RESEND_SECONDS: count('pause between two codes', 60, 0),
  CODES_PER_HOUR: count('codes that one account may ask for in an hour', 5),
  THROTTLE_FREE_FAILURES: count('failures of one account from one address before waiting begins', 5),
  THROTTLE_FIRST_WAIT_MS: count('first pause; it doubles with every failure', 1000),
  THROTTLE_MAX_WAIT_MS: count('longest pause', 15 * 60_000),
  THROTTLE_ADDRESS_FAILURES: count('failures of one address in a window', 30),
  THROTTLE_ADDRESS_WINDOW_MS: count('length of that window', 5 * 60_000),
  REGISTRATIONS_PER_MINUTE: count('requests to register from one address in a minute', 60),
  REFRESHES_PER_MINUTE: count('requests to refresh from one address in a minute', 300),
  VERIFICATIONS_PER_MINUTE: count(
    'requests to confirm an e-mail address, and to mail a code anew, from one address in a minute, each',
    60,
  ),
  GOOGLE_STEPS_PER_MINUTE: count(
    'requests of each step of a Google sign-in, from one address in a minute',
    60,
  ),
};

const google = {
  CLIENT_ID: Type.Optional(
    Type.String({
      description: 'client id of the Google client for sign-in',
      examples: ['1234.apps.googleusercontent.com'],
    }),
  ),
  CLIENT_SECRET: Type.Optional(
    issuedSecret({ description: 'secret of that client', examples: ['GOCSPX-...'] }),
  ),
  GOOGLE_CALLBACK_URL: Type.Optional(
    httpUrl({
      description:
        "this service's callback as Google is to call it, registered with the client; localhost and PORT when not set",
      examples: [`http://localhost:${DEFAULT_PORT}/api/auth/google/callback`],
    }),
  ),
  GOOGLE_REDIRECT_ALLOWLIST: checked(refusalOfRedirects, {
    description:
      'where a browser may be sent back to, exact, separated by commas; the first is the default; in clear only to this machine',
    default: 'http://localhost:4003/',
    examples: ['https://app.example.com/signed-in'],
  }),
  GOOGLE_ISSUER: url('OpenID issuer', 'https://accounts.google.com'),
  GOOGLE_AUTHORIZE_URL: url('authorization endpoint', 'https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: url('token endpoint', 'https://oauth2.googleapis.com/token'),
  GOOGLE_JWKS_URL: url('keys that sign ID tokens', 'https://www.googleapis.com/oauth2/v3/certs'),
};

const ConfigSchema = Type.Object({
  ...httpFragment,
  ...portFragment(DEFAULT_PORT),
  ...mongoFragment,
  ...redisFragment,
  ...rabbitFragment,
  ...jwtFragment,
  ...accounts,
  ...limits,
  ...google,
});

export type Config = Static<typeof ConfigSchema>;

const rules = [allOrNone(['CLIENT_ID', 'CLIENT_SECRET']), redirectsAreEncrypted];

/**
 * The environment of the auth service, read once.
 * @throws ConfigError with every fault of the environment at once
 */
export const readConfig = (env: Environment): Config =>
  loadConfig(ConfigSchema, { env, service: 'auth', rules });

/** The password of an administrator to be made by the command line. */
export const readAdminPassword = (env: Environment): string | undefined => env['ADMIN_PASSWORD'];
