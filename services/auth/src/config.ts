import { type Static, Type } from '@sinclair/typebox';
import {
  allOrNone,
  checked,
  type Environment,
  httpFragment,
  httpUrl,
  isHttpUrl,
  isLoopback,
  issuedSecret,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  type Rule,
  secret,
} from '@downbeat/shared/config';
import { refusalOfSealKey } from '@downbeat/shared/seal-keys';
import type { Argon2Cost } from './passwords/argon2.ts';

const DEFAULT_PORT = 4000;

/** Upper bound of every number below: eleven days in milliseconds. Timers and Redis accept twice as much. */
const MAX_COUNT = 1_000_000_000;

const count = (description: string, value: number, minimum = 1) =>
  Type.Integer({ description, minimum, maximum: MAX_COUNT, default: value, examples: [value] });

const url = (description: string, value: string) =>
  httpUrl({ description, default: value, examples: [value] });

const accounts = {
  ARTIST_SIGNUP: Type.Unsafe<'open' | 'approval'>({
    type: 'string',
    enum: ['open', 'approval'],
    description: 'open: users may register as artists; approval: an administrator decides',
    default: 'open',
    examples: ['approval'],
  }),
  MAIL_SEAL_PUBLIC_KEY: checked((key) => refusalOfSealKey(key, 'public'), {
    description:
      'base64url of the public X25519 JWK that one-time codes are sealed with, for the notification service',
    examples: ['the first line of: node services/auth/src/cli/make-seal-keys.ts'],
  }),
  UNVERIFIED_ACCOUNT_DAYS: count('days after which an account is deleted whose e-mail is never confirmed', 7),
  AUTH_SECRET: Type.Optional(
    secret({
      description: 'secret of one-time codes and refresh tokens; JWT_SECRET when not set',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
  ARGON2_MEMORY_KIB: count('memory of a password hash in KiB', 19 * 1024, 8),
  ARGON2_PASSES: count('passes of a password hash', 2),
  ARGON2_LANES: count('lanes (parallelism) of a password hash', 1),
};

const limits = {
  ACCESS_TOKEN_SECONDS: count('life of an access token in seconds', 15 * 60),
  REFRESH_GRACE_SECONDS: count('seconds in which a used refresh token still returns its successor', 10, 0),
  SESSION_IDLE_DAYS: count('life of an unused refresh token in days', 30),
  SESSION_ABSOLUTE_DAYS: count('life of an auth session in days, however often it is refreshed', 90),
  SESSIONS_PER_ACCOUNT: count('auth sessions of one account; a further sign-in ends the oldest', 50),
  CODE_MINUTES: count('life of a one-time code in minutes', 10),
  CODE_ATTEMPTS: count('attempts at a one-time code', 5),
  CODE_RESEND_SECONDS: count('seconds between two codes for one account', 60, 0),
  CODES_PER_HOUR: count('codes for one account in an hour', 5),
  THROTTLE_FREE_FAILURES: count('failures of one account from one IP before pauses begin', 5),
  THROTTLE_FIRST_WAIT_MS: count('first pause in milliseconds; it doubles with every failure', 1000),
  THROTTLE_MAX_WAIT_MS: count('longest pause in milliseconds', 15 * 60_000),
  THROTTLE_IP_FAILURES: count('failures from one IP in a window', 30),
  THROTTLE_IP_WINDOW_MS: count('length of that window in milliseconds', 5 * 60_000),
  REGISTRATIONS_PER_MINUTE: count('registrations from one IP in a minute', 60),
  REFRESHES_PER_MINUTE: count('token refreshes from one IP in a minute', 300),
  VERIFICATIONS_PER_MINUTE: count(
    'requests of each kind, to confirm an e-mail address or to mail a new code, from one IP in a minute',
    60,
  ),
  PASSWORD_REQUESTS_PER_MINUTE: count(
    'requests of each kind, to mail a code for a forgotten password, to reset or to change one, from one IP in a minute',
    60,
  ),
  UNSUBSCRIBES_PER_MINUTE: count(
    'requests of the link that ends mails, from one IP in a minute; a mail provider asks for many of its users',
    6000,
  ),
  GOOGLE_STEPS_PER_MINUTE: count('requests of each step of a Google sign-in from one IP in a minute', 60),
};

/** The URLs of GOOGLE_REDIRECT_ALLOWLIST, in their order. */
export const parseRedirects = (list: string): readonly string[] =>
  list
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '');

// A redirect URL must have no fragment (RFC 6749, 3.1.2).
const isRedirect = (uri: string): boolean => isHttpUrl(uri) && !uri.includes('#');

function checkRedirects(list: string): string | undefined {
  const uris = parseRedirects(list);
  const isList = uris.length > 0 && uris.every(isRedirect);
  return isList ? undefined : 'must be absolute http(s) URLs without fragment, separated by commas';
}

function isConfidential(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || isLoopback(hostname);
}

/** An attacker who reads the redirect in clear text could redeem its code (RFC 9700, 2.6). */
const redirectsUseHttps: Rule<{ CLIENT_ID: string; GOOGLE_REDIRECT_ALLOWLIST: string }> = ({
  values,
  given,
}) => {
  const uris = parseRedirects(values.GOOGLE_REDIRECT_ALLOWLIST ?? '');
  if (!given.has('CLIENT_ID') || uris.every(isConfidential)) return {};
  return { GOOGLE_REDIRECT_ALLOWLIST: 'must be https, but for localhost, once there is a Google client' };
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
      description: "URL of this service's callback as registered at Google; localhost and PORT when not set",
      examples: [`http://localhost:${DEFAULT_PORT}/api/auth/google/callback`],
    }),
  ),
  GOOGLE_REDIRECT_ALLOWLIST: checked(checkRedirects, {
    description:
      'URLs that browsers may be sent back to, exact, separated by commas; the first is the default; https except for localhost',
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

const rules = [allOrNone(['CLIENT_ID', 'CLIENT_SECRET']), redirectsUseHttps];

/**
 * Reads the environment of the auth service.
 * @throws ConfigError with all faults of the environment
 */
export const readConfig = (env: Environment): Config =>
  loadConfig(ConfigSchema, { env, service: 'auth', rules });

/** The password for `cli/create-admin.ts`. */
export const readAdminPassword = (env: Environment): string | undefined => env['ADMIN_PASSWORD'];

export const argon2CostOf = (config: Config): Argon2Cost => ({
  memoryKiB: config.ARGON2_MEMORY_KIB,
  passes: config.ARGON2_PASSES,
  lanes: config.ARGON2_LANES,
});
