import type { Rule } from '@downbeat/shared/config';
import { type Mailbox, parseMailbox } from './transport/address.ts';
import { createGmailTransport, type GmailAccount } from './transport/gmail.ts';
import type { PoolLimits } from './transport/pool.ts';
import { createSmtpTransport } from './transport/smtp.ts';
import type { Transport } from './transport/transport.ts';

/** Where mails go: Gmail when its account is configured, else the server that SMTP_URL names. */
export type MailServer = { kind: 'gmail'; account: GmailAccount } | { kind: 'smtp'; url: string };

/** What Gmail needs to be told; all of them or none. */
export const ACCOUNT_NAMES = ['EMAIL_USER', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'] as const;

const LOCAL_INBOX = 'smtp://127.0.0.1:1025';

/** In production mails do not go to the inbox of this machine because somebody forgot to say where. */
export const productionHasServer: Rule<{ NODE_ENV: string; SMTP_URL: string }> = ({ values, given }) => {
  const isConfigured = given.has('SMTP_URL') || ACCOUNT_NAMES.some((name) => given.has(name));
  if (values.NODE_ENV !== 'production' || isConfigured) return {};
  return { SMTP_URL: 'must be set in production, or a Gmail account' };
};

/** A claim that ends before its delivery would let two workers send the same mail. */
export const leaseOutlastsDelivery: Rule<LeaseValues> = ({ values }) => {
  const { MAIL_LEASE_MS, MAIL_SEND_TIMEOUT_MS } = values;
  if (MAIL_LEASE_MS === undefined || MAIL_SEND_TIMEOUT_MS === undefined) return {};
  if (MAIL_LEASE_MS > MAIL_SEND_TIMEOUT_MS) return {};
  return { MAIL_LEASE_MS: `must be more than MAIL_SEND_TIMEOUT_MS, which is ${MAIL_SEND_TIMEOUT_MS}` };
};

interface LeaseValues {
  MAIL_LEASE_MS: number;
  MAIL_SEND_TIMEOUT_MS: number;
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
}

export function mailServerOf(values: MailValues): MailServer {
  const { EMAIL_USER, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, GMAIL_TOKEN_URL, GMAIL_SMTP_URL } = values;
  if (!EMAIL_USER || !CLIENT_ID || !CLIENT_SECRET || !REFRESH_TOKEN) {
    return { kind: 'smtp', url: values.SMTP_URL ?? LOCAL_INBOX };
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
