import { makeSealKeys } from '@downbeat/shared/seal-keys';
import { faultsOf as faultsOfReading } from '@downbeat/shared/test-kit';
import t from 'tap';
import { readConfig } from '../src/config.ts';

const { privateKey, publicKey } = makeSealKeys();

const minimal = {
  MONGO_URI: 'mongodb://127.0.0.1/downbeat-notification?replicaSet=rs0',
  JWT_SECRET: 'only for tests',
  MAIL_SEAL_PRIVATE_KEY: privateKey,
};

const gmail = {
  EMAIL_USER: 'downbeat@gmail.com',
  CLIENT_ID: 'id.apps.googleusercontent.com',
  CLIENT_SECRET: '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',
  REFRESH_TOKEN: '1//0gD3fG0hJeQ8Zr1vKx0TnB5yLw',
};

const faultsOf = (env: Record<string, string | undefined>): Record<string, string> =>
  faultsOfReading(() => readConfig(env));

t.test('reports all missing variables at once', async (t) => {
  t.strictSame(faultsOf({}), {
    MONGO_URI: 'must be set',
    JWT_SECRET: 'must be set',
    MAIL_SEAL_PRIVATE_KEY: 'must be set',
  });
});

t.test('rejects an incomplete Gmail account', async (t) => {
  const { EMAIL_USER, CLIENT_ID } = gmail;
  const because = 'must be set together with EMAIL_USER, CLIENT_ID';
  t.strictSame(faultsOf({ ...minimal, EMAIL_USER, CLIENT_ID }), {
    CLIENT_SECRET: because,
    REFRESH_TOKEN: because,
  });
  t.strictSame(faultsOf({ ...minimal, ...gmail, REFRESH_TOKEN: '' }), {
    REFRESH_TOKEN: 'must be set together with EMAIL_USER, CLIENT_ID, CLIENT_SECRET',
  });
});

t.test('reports all invalid values at once and repeats none of them', async (t) => {
  const env = {
    ...minimal,
    MAIL_FROM: 'A <a@x.dev>, B <b@x.dev>',
    MAIL_SEAL_PRIVATE_KEY: publicKey,
    WEB_ORIGIN: 'https://listen.example/path',
    SMTP_URL: 'http://mail',
    GMAIL_SMTP_URL: 'smtps://[',
    GMAIL_TOKEN_URL: 'https://token:99999',
    MAIL_CONCURRENCY: '0',
    MAIL_LEASE_MS: '0',
    REFRESH_TOKEN: '1//0g',
  };
  const together = 'must be set together with REFRESH_TOKEN';
  t.strictSame(faultsOf(env), {
    EMAIL_USER: together,
    CLIENT_ID: together,
    CLIENT_SECRET: together,
    GMAIL_SMTP_URL: 'must be a URL',
    GMAIL_TOKEN_URL: 'must be an absolute http(s) URL',
    MAIL_CONCURRENCY: 'must be >= 1',
    MAIL_FROM: 'must be one mailbox',
    MAIL_LEASE_MS: 'must be >= 1',
    MAIL_SEAL_PRIVATE_KEY: 'must be the base64url of a private X25519 JWK',
    SMTP_URL: 'must match pattern "^smtps?://.+"',
    WEB_ORIGIN: 'must match pattern "^https?://[^/\\s]+$"',
  });
  t.throws(() => readConfig(env), { message: /^(?!.*@x\.dev).*$/s });
});

const production = {
  ...minimal,
  NODE_ENV: 'production',
  JWT_SECRET: 'k8Qz2vN5xW7rT1yB4mC6pL9sD3fG0hJe',
  AMQP_URL: 'amqp://downbeat:f7Qm2kV9xT4wZ8bN@mq',
};

t.test('requires a mail server in production', async (t) => {
  const expectation = 'must be set in production, or a Gmail account';
  t.strictSame(faultsOf(production), { SMTP_URL: expectation });
  t.strictSame(faultsOf({ NODE_ENV: 'production', AMQP_URL: production.AMQP_URL }), {
    MONGO_URI: 'must be set',
    JWT_SECRET: 'must be set',
    MAIL_SEAL_PRIVATE_KEY: 'must be set',
    SMTP_URL: expectation,
  });
  t.strictSame(faultsOf({ ...production, SMTP_URL: 'smtps://mail.example' }), {});
  t.strictSame(faultsOf({ ...production, ...gmail }), {});
});

t.test('accepts the mail catcher in production only for a page on loopback', async (t) => {
  const expectation = { SMTP_URL: 'must be set in production, or a Gmail account' };
  const AUTH_PUBLIC_URL = 'https://auth.example';
  const caught = { ...production, MAIL_CATCHER_URL: 'smtp://inbox:1025', AUTH_PUBLIC_URL };
  for (const host of ['localhost:4003', '127.0.0.1:4003', '[::1]', 'localhost'])
    t.strictSame(faultsOf({ ...caught, WEB_ORIGIN: `http://${host}` }), {}, host);
  for (const host of ['0.0.0.0:4003', '192.0.2.7:4003', 'localhost.example', '127.0.0.1.example'])
    t.strictSame(faultsOf({ ...caught, WEB_ORIGIN: `http://${host}` }), expectation, host);
  t.strictSame(readConfig(caught).mailServer, { kind: 'smtp', url: 'smtp://inbox:1025' });
  const real = readConfig({ ...caught, SMTP_URL: 'smtps://mail.example' });
  t.strictSame(real.mailServer, { kind: 'smtp', url: 'smtps://mail.example' }, 'a real server wins');
});

t.test('requires the public URL of auth in production, but for a page on loopback', async (t) => {
  const served = { ...production, SMTP_URL: 'smtps://mail.example', WEB_ORIGIN: 'https://listen.example' };
  const expectation = { AUTH_PUBLIC_URL: 'must not be on loopback in production, unless WEB_ORIGIN is' };
  t.strictSame(faultsOf(served), expectation);
  for (const host of ['localhost', '127.0.0.1:4000', '[::1]:4000'])
    t.strictSame(faultsOf({ ...served, AUTH_PUBLIC_URL: `http://${host}` }), expectation, host);
  t.strictSame(faultsOf({ ...served, AUTH_PUBLIC_URL: 'https://auth.example' }), {});
  t.strictSame(faultsOf({ ...served, NODE_ENV: 'development' }), {});
  t.strictSame(faultsOf({ ...served, WEB_ORIGIN: 'http://localhost:4003' }), {});
});

t.test('rejects placeholders in production, also those of Google and of the mail server', async (t) => {
  const placeholder = 'must not be a placeholder in production';
  const weak = { CLIENT_SECRET: 'GOCSPX-...', REFRESH_TOKEN: '1//0g...' };
  t.strictSame(faultsOf({ ...production, ...gmail, ...weak }), {
    CLIENT_SECRET: placeholder,
    REFRESH_TOKEN: placeholder,
  });
  t.strictSame(faultsOf({ ...minimal, ...gmail, ...weak }), {});
  t.strictSame(faultsOf({ ...production, SMTP_URL: 'smtp://postmaster:changeme@mail.example' }), {
    SMTP_URL: 'must not hold a well-known password in production',
  });
});

t.test('sends to the local mail catcher by default', async (t) => {
  const { mailServer, from, PORT, WEB_ORIGIN } = readConfig(minimal);
  t.strictSame(
    { mailServer, from, PORT, WEB_ORIGIN },
    {
      mailServer: { kind: 'smtp', url: 'smtp://127.0.0.1:1025' },
      from: { name: 'Downbeat', email: 'no-reply@downbeat.localhost' },
      PORT: 4002,
      WEB_ORIGIN: 'http://localhost:4003',
    },
  );
});

t.test('prefers a complete Gmail account to SMTP_URL', async (t) => {
  const { mailServer, from } = readConfig({ ...minimal, ...gmail, SMTP_URL: 'smtp://127.0.0.1:1025' });
  t.strictSame(mailServer, {
    kind: 'gmail',
    account: {
      user: 'downbeat@gmail.com',
      clientId: 'id.apps.googleusercontent.com',
      clientSecret: gmail.CLIENT_SECRET,
      refreshToken: gmail.REFRESH_TOKEN,
      tokenUrl: 'https://oauth2.googleapis.com/token',
      smtpUrl: 'smtps://smtp.gmail.com:465',
    },
  });
  t.strictSame(from, { name: 'Downbeat', email: 'downbeat@gmail.com' });
});
