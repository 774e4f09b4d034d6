import { isLoopback } from '@downbeat/shared/loopback';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { createPool, type PoolLimits } from './pool.ts';
import type { Transport } from './transport.ts';

export interface GmailAccount {
  user: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** Google's own, unless a test or a proxy stands in. */
  tokenUrl: string;
  smtpUrl: string;
}

/** Gmail by OAuth2 (SASL XOAUTH2): access tokens come from the refresh token, and are renewed before they end. */
export function createGmailTransport(account: GmailAccount, limits: PoolLimits): Transport {
  const { user, clientId, clientSecret, refreshToken, tokenUrl, smtpUrl } = account;
  // One access token for all connections: left alone, every connection of the pool would fetch its own.
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
  return createPool('gmail', { url: smtpUrl, requireTLS, auth }, limits);
}

type ProvisionCallback = Exclude<XOAuth2['provisionCallback'], false>;
