import {
  allOrNone,
  checked,
  type Environment,
  httpFragment,
  httpUrl,
  isLoopback,
  issuedSecret,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  type Rule,
  uriWithCredentials,
} from '@downbeat/shared/config';
import { refusalOfSealKey } from '@downbeat/shared/seal-keys';
import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { type Mailbox, parseMailbox, refusalOfMailbox } from './smtp/mailbox.ts';
import type { MailServer } from './smtp/mail-server.ts';

/** The Gmail account that sends the mails; all four variables or none. */
const gmailAccount = {
  EMAIL_USER: Type.Optional(
    Type.String({
      description: 'the Gmail address that mails are sent from',
      format: 'email',
      examples: ['downbeat@gmail.com'],
    }),
  ),
  CLIENT_ID: Type.Optional(
    Type.String({
      description: 'id of the Google OAuth client that sends mail; users sign in with a different one',
      examples: ['1234-abc.apps.googleusercontent.com'],
    }),
  ),
  CLIENT_SECRET: Type.Optional(
    issuedSecret({ description: 'secret of that client', examples: ['GOCSPX-...'] }),
  ),
  REFRESH_TOKEN: Type.Optional(
    issuedSecret({
      description: 'refresh token with the scope https://mail.google.com/',
      examples: ['1//0g...'],
    }),
  ),
} satisfies TProperties;

const servers = {
  GMAIL_TOKEN_URL: httpUrl({
    description: 'endpoint where Google exchanges the refresh token',
    default: 'https://oauth2.googleapis.com/token',
    examples: ['https://oauth2.googleapis.com/token'],
  }),
  GMAIL_SMTP_URL: uriWithCredentials({
    description: 'SMTP server of Gmail',
    pattern: '^smtps?://.+',
    default: 'smtps://smtp.gmail.com:465',
    examples: ['smtps://smtp.gmail.com:465'],
  }),
  SMTP_URL: Type.Optional(
    uriWithCredentials({
      description: 'mail server to use without a Gmail account',
      pattern: '^smtps?://.+',
      examples: ['smtps://user:password@mail.example.com'],
    }),
  ),
  MAIL_CATCHER_URL: uriWithCredentials({
    description:
      'mail catcher to use without SMTP_URL and Gmail; in production only while WEB_ORIGIN is on loopback',
    pattern: '^smtps?://.+',
    default: 'smtp://127.0.0.1:1025',
    examples: ['smtp://127.0.0.1:1025'],
  }),
} satisfies TProperties;

const integer = (description: string, value: number, maximum = 86_400_000) =>
  Type.Integer({ description, minimum: 1, maximum, default: value, examples: [value] });

const delivery = {
  MAIL_CONCURRENCY: integer('mails delivered at once', 4, 100),
  MAIL_POLL_MS: integer('milliseconds between two checks for due mails', 500),
  MAIL_SEND_TIMEOUT_MS: integer('time limit of one delivery in milliseconds', 30_000),
  MAIL_LEASE_MS: integer(
    'milliseconds after which the mail of a killed worker is sent again; renewed while sending',
    8_000,
  ),
  MAIL_RETRY_BASE_MS: integer('milliseconds before the second delivery; doubles with each', 2_000),
  MAIL_RETRY_CAP_MS: integer('maximum milliseconds between two deliveries', 3_600_000),
  MAIL_MAX_ATTEMPTS: integer('deliveries of one mail before it fails for good', 20, 1000),
} satisfies TProperties;

/** The variables about mail. */
const mailFragment = {
  ...gmailAccount,
  ...servers,
  ...delivery,
  MAIL_SEAL_PRIVATE_KEY: checked((key) => refusalOfSealKey(key, 'private'), {
    description: 'base64url of the private X25519 JWK that decrypts the codes sealed by auth',
    examples: ['the second line of: node services/auth/src/cli/make-seal-keys.ts'],
  }),
  MAIL_FROM: Type.Optional(
    checked(refusalOfMailbox, {
      description: 'sender of every mail',
      examples: ['Downbeat <no-reply@example.com>'],
    }),
  ),
  AUTH_PUBLIC_URL: httpUrl({
    description:
      'where clients reach auth; mail programs end mails about releases there; in production on loopback only as WEB_ORIGIN is',
    default: 'http://localhost:4000',
    examples: ['https://auth.example.com'],
  }),
  WEB_ORIGIN: Type.String({
    description: 'origin of the web player, the target of every link in a mail',
    pattern: '^https?://[^/\\s]+$',
    default: 'http://localhost:4003',
    examples: ['https://listen.example.com'],
  }),
} satisfies TProperties;

const schema = Type.Object({
  ...httpFragment,
  ...portFragment(4002),
  ...mongoFragment,
  ...redisFragment,
  ...rabbitFragment,
  ...jwtFragment,
  ...mailFragment,
});

const ACCOUNT_NAMES = ['EMAIL_USER', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'] as const;

type Values = Static<typeof schema>;

const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/**
 * In production mails must not go to the mail catcher because the mail server was left out. A page on loopback has users
 * of this machine only, and its catcher must be named: `docker compose up` works without any setting.
 */
const productionHasServer: Rule<Values> = ({ values, given }) => {
  const isConfigured = given.has('SMTP_URL') || ACCOUNT_NAMES.some((name) => given.has(name));
  const hasCatcher = given.has('MAIL_CATCHER_URL') && LOOPBACK_ORIGIN.test(values.WEB_ORIGIN ?? '');
  if (values.NODE_ENV !== 'production' || isConfigured || hasCatcher) return {};
  return { SMTP_URL: 'must be set in production, or a Gmail account' };
};

/** The mails of a page that others use must not lead to the machine of their reader. */
const productionHasAuthUrl: Rule<Values> = ({ values }) => {
  const { NODE_ENV, WEB_ORIGIN = '', AUTH_PUBLIC_URL = '' } = values;
  if (NODE_ENV !== 'production' || LOOPBACK_ORIGIN.test(WEB_ORIGIN)) return {};
  if (!URL.canParse(AUTH_PUBLIC_URL) || !isLoopback(new URL(AUTH_PUBLIC_URL).hostname)) return {};
  return { AUTH_PUBLIC_URL: 'must not be on loopback in production, unless WEB_ORIGIN is' };
};

function mailServerOf(values: Values): MailServer {
  const { EMAIL_USER, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, GMAIL_TOKEN_URL, GMAIL_SMTP_URL } = values;
  if (!EMAIL_USER || !CLIENT_ID || !CLIENT_SECRET || !REFRESH_TOKEN) {
    return { kind: 'smtp', url: values.SMTP_URL ?? values.MAIL_CATCHER_URL };
  }
  const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, refreshToken: REFRESH_TOKEN };
  const account = { user: EMAIL_USER, ...credentials, tokenUrl: GMAIL_TOKEN_URL, smtpUrl: GMAIL_SMTP_URL };
  return { kind: 'gmail', account };
}

/** The sender of every mail: MAIL_FROM, else the Gmail account, else an email that receives no replies. */
function senderOf({ MAIL_FROM, EMAIL_USER }: Values): Mailbox {
  if (MAIL_FROM) return parseMailbox(MAIL_FROM);
  return { name: 'Downbeat', email: EMAIL_USER ?? 'no-reply@downbeat.localhost' };
}

export interface Config extends Values {
  mailServer: MailServer;
  from: Mailbox;
}

/**
 * Reads the environment of the notification service.
 * @throws ConfigError with all invalid variables at once
 */
export function readConfig(env: Environment): Config {
  const rules = [allOrNone(ACCOUNT_NAMES), productionHasServer, productionHasAuthUrl];
  const values = loadConfig(schema, { env, service: 'notification', rules });
  return { ...values, mailServer: mailServerOf(values), from: senderOf(values) };
}
