import { makeSealKeys } from '@downbeat/shared/seal-keys';
import { faultsOf as faultsOfReading } from '@downbeat/shared/test-kit';
import t from 'tap';
import { argon2CostOf, parseRedirects, readConfig } from '../src/config.ts';
import { googleProviderOf } from '../src/google/oauth-client.ts';

const minimal = {
  MONGO_URI: 'mongodb://localhost:27017/auth?replicaSet=rs0',
  JWT_SECRET: 'pq8Rk2vXw9Zt4bNc7mLs1fHd6gJy3aUe',
  MAIL_SEAL_PUBLIC_KEY: makeSealKeys().publicKey,
};

const production = {
  ...minimal,
  NODE_ENV: 'production',
  AMQP_URL: 'amqp://downbeat:f7Qm2kV9xT4wZ8bN@mq',
};

const faultsOf = (env: Record<string, string>): Record<string, string> =>
  faultsOfReading(() => readConfig(env));

t.test('reports all missing and invalid values at once', async (t) => {
  t.strictSame(faultsOf({}), {
    MONGO_URI: 'must be set',
    JWT_SECRET: 'must be set',
    MAIL_SEAL_PUBLIC_KEY: 'must be set',
  });
  const wrong = {
    MONGO_URI: minimal.MONGO_URI,
    NODE_ENV: 'production',
    AMQP_URL: 'amqp://guest:guest@mq',
    ARTIST_SIGNUP: 'maybe',
    CODE_ATTEMPTS: '0',
    PORT: '70000',
    MAIL_SEAL_PUBLIC_KEY: 'garbage',
    CLIENT_ID: 'id',
    GOOGLE_TOKEN_URL: 'no url',
    GOOGLE_REDIRECT_ALLOWLIST: 'nonsense',
  };
  t.strictSame(faultsOf(wrong), {
    JWT_SECRET: 'must be set',
    AMQP_URL: 'must not hold a well-known password in production',
    ARTIST_SIGNUP: 'must be one of open, approval',
    CODE_ATTEMPTS: 'must be >= 1',
    PORT: 'must be <= 65535',
    MAIL_SEAL_PUBLIC_KEY: 'must be the base64url of a public X25519 JWK',
    CLIENT_SECRET: 'must be set together with CLIENT_ID',
    GOOGLE_TOKEN_URL: 'must be an absolute http(s) URL',
    GOOGLE_REDIRECT_ALLOWLIST: 'must be absolute http(s) URLs without fragment, separated by commas',
  });
});

t.test('refuses placeholder secrets in production', async (t) => {
  const weak = {
    JWT_SECRET: 'changeme',
    AUTH_SECRET: 'secret',
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'GOCSPX-...',
  };
  t.strictSame(faultsOf({ ...production, ...weak }), {
    JWT_SECRET: 'must have at least 32 characters in production',
    AUTH_SECRET: 'must have at least 32 characters in production',
    CLIENT_SECRET: 'must not be a placeholder in production',
  });
  t.strictSame(faultsOf(production), {});
  // Google issues secrets that are shorter than our own minimum.
  const issued = { CLIENT_ID: 'id', CLIENT_SECRET: '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' };
  t.strictSame(faultsOf({ ...production, ...issued }), {});
});

t.test('refuses a seal key that is invalid or private', async (t) => {
  const expectation = { MAIL_SEAL_PUBLIC_KEY: 'must be the base64url of a public X25519 JWK' };
  for (const key of ['garbage', 'eyJrdHkiOiJPS1AifQ', makeSealKeys().privateKey]) {
    t.strictSame(faultsOf({ ...minimal, MAIL_SEAL_PUBLIC_KEY: key }), expectation, key);
  }
});

t.test('requires both halves of a Google client', async (t) => {
  const [CLIENT_ID, CLIENT_SECRET] = ['id', 'x'];
  t.strictSame(faultsOf({ ...minimal, CLIENT_ID }), { CLIENT_SECRET: 'must be set together with CLIENT_ID' });
  t.strictSame(faultsOf({ ...minimal, CLIENT_SECRET }), {
    CLIENT_ID: 'must be set together with CLIENT_SECRET',
  });
  t.strictSame(faultsOf({ ...minimal, CLIENT_ID, CLIENT_SECRET }), {});
});

t.test('accepts only absolute http(s) URLs without fragment as redirects', async (t) => {
  const lists = {
    good: [
      'https://a.example/signed-in, http://localhost:4003/',
      'https://a.example',
      'http://127.0.0.1:1/?tab=1',
    ],
    bad: [
      'nonsense',
      '/path',
      ',',
      'https://a.example/, b',
      'javascript:alert(1)',
      'https://a.example/#x',
      'ftp://a',
    ],
  };
  for (const list of lists.good)
    t.strictSame(faultsOf({ ...minimal, GOOGLE_REDIRECT_ALLOWLIST: list }), {}, list);
  for (const list of lists.bad) {
    const expectation = 'must be absolute http(s) URLs without fragment, separated by commas';
    const faults = faultsOf({ ...minimal, GOOGLE_REDIRECT_ALLOWLIST: list });
    t.strictSame(faults, { GOOGLE_REDIRECT_ALLOWLIST: expectation }, list);
  }
});

t.test('requires https redirects once there is a Google client, except for localhost', async (t) => {
  const client = { ...minimal, CLIENT_ID: 'id', CLIENT_SECRET: 'x' };
  const GOOGLE_REDIRECT_ALLOWLIST = 'https://a.example/, http://player.lan:4003/';
  t.strictSame(faultsOf({ ...client, GOOGLE_REDIRECT_ALLOWLIST }), {
    GOOGLE_REDIRECT_ALLOWLIST: 'must be https, but for localhost, once there is a Google client',
  });
  t.strictSame(
    faultsOf({ ...minimal, GOOGLE_REDIRECT_ALLOWLIST }),
    {},
    'without a client there are no codes',
  );
  for (const host of ['localhost:4003', '127.0.0.1', '[::1]:4003']) {
    t.strictSame(faultsOf({ ...client, GOOGLE_REDIRECT_ALLOWLIST: `http://${host}/` }), {}, host);
  }
});

t.test('has safe default limits', async (t) => {
  const config = readConfig(minimal);
  t.strictSame(argon2CostOf(config), { memoryKiB: 19 * 1024, passes: 2, lanes: 1 });
  t.match(config, {
    PORT: 4000,
    ARTIST_SIGNUP: 'open',
    ARGON2_MEMORY_KIB: 19 * 1024,
    ARGON2_PASSES: 2,
    ARGON2_LANES: 1,
    ACCESS_TOKEN_SECONDS: 900,
    REFRESH_GRACE_SECONDS: 10,
    SESSION_IDLE_DAYS: 30,
    SESSION_ABSOLUTE_DAYS: 90,
    SESSIONS_PER_ACCOUNT: 50,
    CODE_MINUTES: 10,
    CODE_ATTEMPTS: 5,
    CODE_RESEND_SECONDS: 60,
    CODES_PER_HOUR: 5,
    THROTTLE_FREE_FAILURES: 5,
    THROTTLE_FIRST_WAIT_MS: 1000,
    THROTTLE_MAX_WAIT_MS: 900_000,
    THROTTLE_IP_FAILURES: 30,
    THROTTLE_IP_WINDOW_MS: 300_000,
    REGISTRATIONS_PER_MINUTE: 60,
    REFRESHES_PER_MINUTE: 300,
    VERIFICATIONS_PER_MINUTE: 60,
    GOOGLE_STEPS_PER_MINUTE: 60,
  });
});

t.test("uses Google's endpoints by default, and no provider without a client", async (t) => {
  t.equal(googleProviderOf(readConfig(minimal)), null);
  const provider = googleProviderOf(
    readConfig({ ...minimal, PORT: '4567', CLIENT_ID: 'id', CLIENT_SECRET: 'x' }),
  );
  t.match(provider, {
    callbackUrl: 'http://localhost:4567/api/auth/google/callback',
    issuer: 'https://accounts.google.com',
    authorizeUrl: { href: 'https://accounts.google.com/o/oauth2/v2/auth' },
    tokenUrl: { href: 'https://oauth2.googleapis.com/token' },
    jwksUrl: { href: 'https://www.googleapis.com/oauth2/v3/certs' },
  });
  t.strictSame(parseRedirects(readConfig(minimal).GOOGLE_REDIRECT_ALLOWLIST), ['http://localhost:4003/']);
});
