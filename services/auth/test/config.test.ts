import { ConfigError } from '@downbeat/shared/config';
import t from 'tap';
import { readConfig } from '../src/config.ts';
import { googleProviderOf, redirectAllowlistOf } from '../src/google/provider.ts';

const enough = {
  MONGO_URI: 'mongodb://localhost:27017/auth?replicaSet=rs0',
  JWT_SECRET: 'pq8Rk2vXw9Zt4bNc7mLs1fHd6gJy3aUe',
  MAIL_SEAL_PUBLIC_KEY: 'eyJrdHkiOiJPS1AifQ',
};

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ name }) => name).sort();
    throw error;
  }
};

t.test('everything that is missing or wrong is told at once', async (t) => {
  t.strictSame(faultsOf({}), ['JWT_SECRET', 'MAIL_SEAL_PUBLIC_KEY', 'MONGO_URI']);
  const wrong = {
    ...enough,
    ARTIST_SIGNUP: 'maybe',
    CODE_ATTEMPTS: '0',
    GOOGLE_TOKEN_URL: 'no url',
    PORT: '70000',
  };
  t.strictSame([...new Set(faultsOf(wrong))], ['ARTIST_SIGNUP', 'CODE_ATTEMPTS', 'GOOGLE_TOKEN_URL', 'PORT']);
});

t.test('placeholders are refused in production', async (t) => {
  const weak = { ...enough, NODE_ENV: 'production', JWT_SECRET: 'changeme', AUTH_SECRET: 'secret' };
  t.strictSame(faultsOf(weak), ['AUTH_SECRET', 'JWT_SECRET']);
  t.strictSame(faultsOf({ ...enough, NODE_ENV: 'production' }), []);
});

t.test('the numbers are those of the security page unless set', async (t) => {
  t.match(readConfig(enough), {
    PORT: 4000,
    ARTIST_SIGNUP: 'open',
    ARGON2_MEMORY_KIB: 19 * 1024,
    ARGON2_PASSES: 2,
    ARGON2_LANES: 1,
    ACCESS_TOKEN_SECONDS: 900,
    REFRESH_GRACE_SECONDS: 10,
    SESSION_IDLE_DAYS: 30,
    SESSION_ABSOLUTE_DAYS: 90,
    CODE_MINUTES: 10,
    CODE_ATTEMPTS: 5,
    CODE_RESEND_SECONDS: 60,
    CODES_PER_HOUR: 5,
    THROTTLE_FREE_FAILURES: 5,
    THROTTLE_FIRST_WAIT_MS: 1000,
    THROTTLE_MAX_WAIT_MS: 900_000,
    THROTTLE_ADDRESS_FAILURES: 30,
    THROTTLE_ADDRESS_WINDOW_MS: 300_000,
    REGISTRATIONS_PER_MINUTE: 60,
    REFRESHES_PER_MINUTE: 300,
    VERIFICATIONS_PER_MINUTE: 60,
    GOOGLE_STEPS_PER_MINUTE: 60,
  });
});

t.test("Google's own endpoints are the default, and no client is no Google", async (t) => {
  t.equal(googleProviderOf(readConfig(enough)), null);
  t.equal(googleProviderOf(readConfig({ ...enough, CLIENT_ID: 'only half' })), null);
  const provider = googleProviderOf(
    readConfig({ ...enough, PORT: '4567', CLIENT_ID: 'id', CLIENT_SECRET: 'x' }),
  );
  t.match(provider, {
    callbackUrl: 'http://localhost:4567/api/auth/google/callback',
    issuer: 'https://accounts.google.com',
    authorizeUrl: { href: 'https://accounts.google.com/o/oauth2/v2/auth' },
    tokenUrl: { href: 'https://oauth2.googleapis.com/token' },
    jwksUrl: { href: 'https://www.googleapis.com/oauth2/v3/certs' },
  });
  t.strictSame(redirectAllowlistOf(readConfig(enough)), ['http://localhost:4003/']);
});
