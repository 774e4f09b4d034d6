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
  uriWithCredentials,
} from '@downbeat/shared/config';
import { refusalOfSealKey } from '@downbeat/shared/seal';
import { type Static, type TProperties, Type } from '@sinclair/typebox';
import {
  ACCOUNT_NAMES,
  leaseOutlastsDelivery,
  type MailServer,
  mailServerOf,
  productionHasServer,
  senderOf,
} from './mail-server.ts';
import { type Mailbox, refusalOfMailbox } from './transport/address.ts';

/** Whether and how this service signs in to Gmail; all four or none. */
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
      description: 'id of the Google OAuth client that may send mail, not the one of the sign-in',
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
    description: 'where Google exchanges the refresh token',
    default: 'https://oauth2.googleapis.com/token',
    examples: ['https://oauth2.googleapis.com/token'],
  }),
  GMAIL_SMTP_URL: uriWithCredentials({
    description: 'where Gmail takes mail',
    pattern: '^smtps?://.+',
    default: 'smtps://smtp.gmail.com:465',
    examples: ['smtps://smtp.gmail.com:465'],
  }),
  SMTP_URL: Type.Optional(
    uriWithCredentials({
      description: 'mail server to use without a Gmail account',
      pattern: '^smtps?://.+',
      examples: ['smtp://127.0.0.1:1025'],
    }),
  ),
} satisfies TProperties;

const milliseconds = (description: string, value: number) =>
  Type.Integer({ description, minimum: 1, maximum: 86_400_000, default: value, examples: [value] });

const delivery = {
  MAIL_CONCURRENCY: Type.Integer({
    description: 'mails delivered at once',
    minimum: 1,
    maximum: 100,
    default: 4,
    examples: [4],
  }),
  MAIL_POLL_MS: milliseconds('milliseconds between two looks into the ledger', 500),
  MAIL_SEND_TIMEOUT_MS: milliseconds('milliseconds that one delivery may take', 30_000),
  MAIL_LEASE_MS: milliseconds('milliseconds after which a mail of a dead worker is sent again', 60_000),
  MAIL_RETRY_BASE_MS: milliseconds('milliseconds before the second delivery; doubles with each', 2_000),
  MAIL_RETRY_CAP_MS: milliseconds('most milliseconds between two deliveries', 3_600_000),
  MAIL_MAX_ATTEMPTS: Type.Integer({
    description: 'deliveries of one mail before it is given up',
    minimum: 1,
    maximum: 1000,
    default: 20,
    examples: [20],
  }),
} satisfies TProperties;

/** The part of the environment that speaks of mail. */
const mailFragment = {
  ...gmailAccount,
  ...servers,
  ...delivery,
  MAIL_SEAL_PRIVATE_KEY: checked((key) => refusalOfSealKey(key, 'private'), {
    description: 'base64url of the private X25519 JWK that opens the codes sealed by auth',
    examples: ['the second line of: node services/auth/src/cli/make-seal-keys.ts'],
  }),
  MAIL_FROM: Type.Optional(
    checked(refusalOfMailbox, {
      description: 'sender of every mail',
      examples: ['Downbeat <no-reply@example.com>'],
    }),
  ),
  WEB_ORIGIN: Type.String({
    description: 'origin of the web player; every link in a mail leads there',
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

export interface Config extends Static<typeof schema> {
  mailServer: MailServer;
  from: Mailbox;
}

const rules = [allOrNone(ACCOUNT_NAMES), productionHasServer, leaseOutlastsDelivery];

/**
 * The environment of the notification service, read once.
 * @throws ConfigError with every fault of the environment at once
 */
export function readConfig(env: Environment): Config {
  const values = loadConfig(schema, { env, service: 'notification', rules });
  return { ...values, mailServer: mailServerOf(values), from: senderOf(values) };
}
