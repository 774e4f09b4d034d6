import { isLoopback } from '@downbeat/shared/loopback';
import { createPool, type PoolLimits } from './pool.ts';
import type { Transport } from './transport.ts';

/** SMTP as a URL names it: `smtp://host:port`, `smtps://user:password@host`. Credentials never travel in clear. */
export function createSmtpTransport(url: string, limits: PoolLimits): Transport {
  const { username, hostname } = new URL(url);
  const requireTLS = username !== '' && !isLoopback(hostname);
  return createPool('smtp', { url, requireTLS }, limits);
}
