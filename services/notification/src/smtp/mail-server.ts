import { isLoopback } from '@downbeat/shared/config';
import type { ReadinessCheck } from '@downbeat/shared/readiness';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { createPooledTransport, type Transport, type TransportLimits } from './transport.ts';

export interface GmailAccount {
  user: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  tokenUrl: string;
  smtpUrl: string;
}

/** The server that sends the mails: Gmail when its account is configured, else the server of SMTP_URL. */
export type MailServer = { kind: 'gmail'; account: GmailAccount } | { kind: 'smtp'; url: string };

export function createTransport(server: MailServer, limits: TransportLimits): Transport {
  if (server.kind === 'gmail') return createGmailTransport(server.account, limits);
  return createSmtpTransport(server.url, limits);
}

/** `smtp://host:port` or `smtps://user:password@host`. Credentials for another machine are sent over TLS only. */
export function createSmtpTransport(url: string, limits: TransportLimits): Transport {
  const { username, hostname } = new URL(url);
  const requireTLS = username !== '' && !isLoopback(hostname);
  return createPooledTransport('smtp', { url, requireTLS }, limits);
}

type ProvisionCallback = Exclude<XOAuth2['provisionCallback'], false>;

/** Gmail with OAuth2 (SASL XOAUTH2). Access tokens come from the refresh token and are renewed before they expire. */
export function createGmailTransport(account: GmailAccount, limits: TransportLimits): Transport {
  const { user, clientId, clientSecret, refreshToken, tokenUrl, smtpUrl } = account;
  // All connections share one access token. By default each connection of the pool would request its own.
  const tokens = new XOAuth2({
    user,
    clientId,
    clientSecret,
    refreshToken,
    accessUrl: tokenUrl,
    requestTimeout: limits.sendTimeoutMs / 3,
  });
  const auth = {
    type: 'OAuth2' as const,
    user,
    provisionCallback: (...[, renew, done]: Parameters<ProvisionCallback>) => {
      tokens.getToken(renew, (error, token) => done(error, token, tokens.expires));
    },
  };
  const requireTLS = !isLoopback(new URL(smtpUrl).hostname);
  return createPooledTransport('gmail', { url: smtpUrl, requireTLS, auth }, limits);
}

const CACHE_RESULT_MS = { smtp: 3_000, gmail: 60_000 } satisfies Record<Transport['name'], number>;

/**
 * The mail server in `/readyz`. Not required, because mails wait in the database while it is away. The result is cached,
 * so that frequent probes do not sign in to Gmail each time.
 */
export function mailServerCheck(transport: Transport): ReadinessCheck {
  let result: Promise<void> | undefined;
  let validUntil = 0;
  return {
    name: 'smtp',
    required: false,
    async check() {
      const now = performance.now();
      if (!result || now > validUntil) {
        validUntil = now + CACHE_RESULT_MS[transport.name];
        result = transport.verify();
        // The caller may have stopped waiting; without a handler the rejection would end the process.
        result.catch(() => undefined);
      }
      await result;
    },
  };
}
