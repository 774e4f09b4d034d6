import helmet from '@fastify/helmet';
import type { App } from './types.ts';

const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Nothing in an uploaded file may run, whatever type a browser takes it for. */
const MEDIA_POLICY = `${API_POLICY}; sandbox`;

const ONE_YEAR_SECONDS = 31_536_000;

/** For answers that are written where no hook runs: framework errors and raw sockets. */
export const BARE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': API_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Security headers on every answer, errors included. */
export async function sendSecurityHeaders(app: App): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { crossOriginResource } = request.routeOptions.config;
    reply.header('content-security-policy', crossOriginResource === true ? MEDIA_POLICY : API_POLICY);
    // Helmet's `same-origin` would block an <audio> or a cover on a page of another origin.
    if (crossOriginResource === true) reply.header('cross-origin-resource-policy', 'cross-origin');
    if (request.protocol === 'https') {
      reply.header('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`);
    }
    done();
  });
}
