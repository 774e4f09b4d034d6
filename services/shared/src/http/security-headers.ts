import type { App } from './types.ts';

const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Nothing in an uploaded file may run, whatever type a browser takes it for. */
const MEDIA_POLICY = `${API_POLICY}; sandbox`;

const ONE_YEAR_SECONDS = 31_536_000;

const API_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': API_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** `same-origin` would block an <audio> or a cover on a page of another origin. */
const MEDIA_HEADERS: Readonly<Record<string, string>> = {
  ...API_HEADERS,
  'content-security-policy': MEDIA_POLICY,
  'cross-origin-resource-policy': 'cross-origin',
};

/** For answers that are written where no hook runs: framework errors and raw sockets. */
export const BARE_HEADERS: Readonly<Record<string, string>> = { ...API_HEADERS, 'cache-control': 'no-store' };

/** Security headers on every answer, errors included. */
export function sendSecurityHeaders(app: App): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.route.crossOriginResource === true ? MEDIA_HEADERS : API_HEADERS);
    if (request.protocol === 'https') {
      reply.header('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`);
    }
    done();
  });
}
