import { ConfigError } from '@downbeat/shared/config';
import { makeSealKeys } from '@downbeat/shared/seal';
import t from 'tap';
import { readConfig } from '../src/config.ts';

const { privateKey, publicKey } = makeSealKeys();

const least = {
  MONGO_URI: 'mongodb://127.0.0.1/downbeat-notification?replicaSet=rs0',
  JWT_SECRET: 'only for tests',
  MAIL_SEAL_PRIVATE_KEY: privateKey,
};

const gmail = {
  EMAIL_USER: 'downbeat@gmail.com',
  CLIENT_ID: 'id.apps.googleusercontent.com',
  CLIENT_SECRET: 'GOCSPX-1',
  REFRESH_TOKEN: '1//0g',
};

function faultsOf(env: Record<string, string | undefined>): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) {
      return Object.fromEntries(error.faults.map(({ name, expectation }) => [name, expectation]));
    }
    throw error;
  }
  return {};
}

t.test('an empty environment: everything that is missing, at once', async (t) => {
  t.strictSame(faultsOf({}), {
    MONGO_URI: 'must be set',
    JWT_SECRET: 'must be set',
    MAIL_SEAL_PRIVATE_KEY: 'must be set',
  });
});

t.test('some of the Gmail account, but not all', async (t) => {
  const { EMAIL_USER, CLIENT_ID } = gmail;
  const because = 'must be set, because EMAIL_USER, CLIENT_ID is set';
  t.strictSame(faultsOf({ ...least, EMAIL_USER, CLIENT_ID }), {
    CLIENT_SECRET: because,
    REFRESH_TOKEN: because,
  });
  t.strictSame(faultsOf({ ...least, ...gmail, REFRESH_TOKEN: '' }), {
    REFRESH_TOKEN: 'must be set, because EMAIL_USER, CLIENT_ID, CLIENT_SECRET is set',
  });
});

t.test('values of the wrong kind are refused together, and none is repeated', async (t) => {
  const env = {
    ...least,
    MAIL_FROM: 'A <a@x.dev>, B <b@x.dev>',
    MAIL_SEAL_PRIVATE_KEY: publicKey,
    WEB_ORIGIN: 'https://listen.example/path',
    SMTP_URL: 'http://mail',
    MAIL_CONCURRENCY: '0',
  };
  t.strictSame(Object.keys(faultsOf(env)).sort(), [
    'MAIL_CONCURRENCY',
    'MAIL_FROM',
    'MAIL_SEAL_PRIVATE_KEY',
    'SMTP_URL',
    'WEB_ORIGIN',
  ]);
  t.throws(() => readConfig(env), { message: /^(?!.*@x\.dev).*$/s });
});

t.test('a lease must outlast a delivery', async (t) => {
  t.strictSame(faultsOf({ ...least, MAIL_LEASE_MS: '30000' }), {
    MAIL_LEASE_MS: 'must be more than MAIL_SEND_TIMEOUT_MS, which is 30000',
  });
});

t.test('production needs a mail server of its own', async (t) => {
  const production = { ...least, NODE_ENV: 'production', JWT_SECRET: 'k8Qz2vN5xW7rT1yB4mC6pL9sD3fG0hJe' };
  t.strictSame(faultsOf(production), { SMTP_URL: 'must be set in production, or a Gmail account' });
  t.strictSame(faultsOf({ ...production, SMTP_URL: 'smtps://mail.example' }), {});
  t.strictSame(faultsOf({ ...production, ...gmail }), {});
  t.hasProp(faultsOf({ ...production, SMTP_URL: 'smtp://postmaster:changeme@mail.example' }), 'SMTP_URL');
});

t.test('without more, mails go to the inbox of this machine', async (t) => {
  const { mailServer, from, PORT, WEB_ORIGIN } = readConfig(least);
  t.strictSame(
    { mailServer, from, PORT, WEB_ORIGIN },
    {
      mailServer: { kind: 'smtp', url: 'smtp://127.0.0.1:1025' },
      from: { name: 'Downbeat', address: 'no-reply@downbeat.localhost' },
      PORT: 4002,
      WEB_ORIGIN: 'http://localhost:4003',
    },
  );
});

t.test('a whole Gmail account wins over SMTP_URL', async (t) => {
  const { mailServer, from } = readConfig({ ...least, ...gmail, SMTP_URL: 'smtp://127.0.0.1:1025' });
  t.strictSame(mailServer, {
    kind: 'gmail',
    account: {
      user: 'downbeat@gmail.com',
      clientId: 'id.apps.googleusercontent.com',
      clientSecret: 'GOCSPX-1',
      refreshToken: '1//0g',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      smtpUrl: 'smtps://smtp.gmail.com:465',
    },
  });
  t.strictSame(from, { name: 'Downbeat', address: 'downbeat@gmail.com' });
});
