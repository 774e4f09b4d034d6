import type { App, HttpConfig } from './types.ts';

/** Fastify's `trustProxy` for TRUST_PROXY: a number of proxies, or their IPs and ranges. */
export function trustedProxies({
  TRUST_PROXY: text,
}: HttpConfig): boolean | string[] | ((ip: string, hop: number) => boolean) {
  if (text === '') return false;
  if (/^\d$/.test(text)) return (_ip, hop) => hop < Number(text);
  return text.split(',').map((range) => range.trim());
}

/**
 * Warns once when a request has X-Forwarded-For and its sender is no trusted proxy: all clients of that proxy then count as
 * one, in every limit per IP.
 */
export function warnOfUnknownProxy(app: App): void {
  let warned = false;
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers, raw, log } = request;
    if (!warned && headers['x-forwarded-for'] !== undefined && request.ip === raw.socket.remoteAddress) {
      warned = true;
      log.warn(
        { proxy: request.ip },
        'X-Forwarded-For is ignored: if this IP is a proxy of yours, set TRUST_PROXY, else all its clients share one limit',
      );
    }
    done();
  });
}
