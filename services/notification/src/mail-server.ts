import type { ConfigFault, Environment } from '@downbeat/shared/config';
import { createVault } from './mails/vault.ts';
import { type Mailbox, parseMailbox } from './transport/address.ts';
import { createGmailTransport, type GmailAccount } from './transport/gmail.ts';
import type { PoolLimits } from './transport/pool.ts';
import { createSmtpTransport } from './transport/smtp.ts';
import type { Transport } from './transport/transport.ts';

/** Where mails go: Gmail when its account is configured, else the server that SMTP_URL names. */
export type MailServer = { kind: 'gmail'; account: GmailAccount } | { kind: 'smtp'; url: string };

const accountNames = ['EMAIL_USER', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'] as const;
const localInbox = 'smtp://127.0.0.1:1025';

function accountFaults(env: Environment): ConfigFault[] {
  const missing = accountNames.filter((name) => !env[name]);
  if (missing.length === 0 || missing.length === accountNames.length) return [];
  const expectation = `must be set, because ${accountNames.filter((name) => env[name]).join(', ')} is set`;
  const description = `Gmail needs ${accountNames.join(', ')}: all of them or none`;
  return missing.map((name) => ({ name, expectation, description, example: 'see the configuration table' }));
}

function serverFaults(env: Environment): ConfigFault[] {
  const configured = Boolean(env['SMTP_URL']) || accountNames.some((name) => env[name]);
  if (env['NODE_ENV'] !== 'production' || configured) return [];
  const expectation = 'must be set in production, or a Gmail account';
  return [
    {
      name: 'SMTP_URL',
      expectation,
      description: 'mail server',
      example: 'smtps://user:password@mail.example.com',
    },
  ];
}

function fails(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

function valueFaults({ MAIL_FROM, MAIL_SEAL_PRIVATE_KEY }: Environment): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (MAIL_FROM && fails(() => parseMailbox(MAIL_FROM))) {
    const example = 'Downbeat <no-reply@example.com>';
    faults.push({
      name: 'MAIL_FROM',
      expectation: 'must be one mailbox',
      description: 'sender of every mail',
      example,
    });
  }
  if (MAIL_SEAL_PRIVATE_KEY && fails(() => createVault(MAIL_SEAL_PRIVATE_KEY))) {
    const expectation = 'must be the base64url of a private X25519 JWK';
    const example = 'the second line of: node services/auth/src/cli/make-seal-keys.ts';
    faults.push({ name: 'MAIL_SEAL_PRIVATE_KEY', expectation, description: 'opens sealed codes', example });
  }
  return faults;
}

/** A claim that ends before its delivery would let two workers send the same mail. */
export function leaseFaults({ MAIL_LEASE_MS, MAIL_SEND_TIMEOUT_MS }: MailValues): ConfigFault[] {
  if (MAIL_LEASE_MS > MAIL_SEND_TIMEOUT_MS) return [];
  const expectation = `must be more than MAIL_SEND_TIMEOUT_MS, which is ${MAIL_SEND_TIMEOUT_MS}`;
  const description = 'milliseconds after which a mail of a dead worker is sent again';
  return [{ name: 'MAIL_LEASE_MS', expectation, description, example: String(2 * MAIL_SEND_TIMEOUT_MS) }];
}

/** What a schema cannot say about the mail part of the environment. Repeats no value. */
export function mailFaults(env: Environment): ConfigFault[] {
  return [...accountFaults(env), ...serverFaults(env), ...valueFaults(env)];
}

interface MailValues {
  EMAIL_USER?: string;
  CLIENT_ID?: string;
  CLIENT_SECRET?: string;
  REFRESH_TOKEN?: string;
  GMAIL_TOKEN_URL: string;
  GMAIL_SMTP_URL: string;
  SMTP_URL?: string;
  MAIL_FROM?: string;
  MAIL_LEASE_MS: number;
  MAIL_SEND_TIMEOUT_MS: number;
}

export function mailServerOf(values: MailValues): MailServer {
  const { EMAIL_USER, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, GMAIL_TOKEN_URL, GMAIL_SMTP_URL } = values;
  if (!EMAIL_USER || !CLIENT_ID || !CLIENT_SECRET || !REFRESH_TOKEN) {
    return { kind: 'smtp', url: values.SMTP_URL ?? localInbox };
  }
  const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, refreshToken: REFRESH_TOKEN };
  const account = { user: EMAIL_USER, ...credentials, tokenUrl: GMAIL_TOKEN_URL, smtpUrl: GMAIL_SMTP_URL };
  return { kind: 'gmail', account };
}

/** Who mails come from: MAIL_FROM, else the Gmail account, else an address that cannot be answered. */
export function senderOf({ MAIL_FROM, EMAIL_USER }: MailValues): Mailbox {
  if (MAIL_FROM) return parseMailbox(MAIL_FROM);
  return { name: 'Downbeat', address: EMAIL_USER ?? 'no-reply@downbeat.localhost' };
}

export function createTransport(server: MailServer, limits: PoolLimits): Transport {
  if (server.kind === 'gmail') return createGmailTransport(server.account, limits);
  return createSmtpTransport(server.url, limits);
}
