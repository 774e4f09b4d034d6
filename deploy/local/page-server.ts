// Serves the built page, and the documentation site at /docs/, on loopback: `node page-server.ts <port> <folder> <docs>`, the
// URLs of the services in PAGE_CONFIG (JSON).
import { STATUS_CODES } from 'node:http';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { answerAllRequests, answerBroken, serverLimits } from './page-guard.ts';
import type { ServiceUrls } from './ports.ts';

const originOf = (url: string): string => new URL(url).origin;

/** The page may load from and connect to itself, the three services and music's sockets only. */
export function contentSecurityPolicy({ authUrl, musicUrl, notificationUrl }: ServiceUrls): string {
  const [music, auth] = [originOf(musicUrl), originOf(authUrl)];
  const services = [auth, music, originOf(notificationUrl), music.replace(/^http/, 'ws')];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `img-src 'self' blob: data: ${music}`,
    `media-src blob: ${music}`,
    `connect-src 'self' ${services.join(' ')}`,
    "base-uri 'none'",
    // The script sends the forms. Without it the browser would put the password into the URL.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The documentation site may load from itself only. Its code blocks are coloured by `style` attributes; no other style and no
 * script may be inline.
 */
export const docsSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every answer of the page's server, errors included. */
export function pageHeaders(urls: ServiceUrls): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(urls),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/**
 * The addresses of the page's screens (clients/web/src/addresses.ts). The script shows them, so all of them are the same
 * file. The gateway has the same list.
 */
export const screenPaths =
  /^\/(search|queue|playing|playlists(\/[^/]+)?|(albums|artists|genres)(\/[^/]+)?|rooms(\/[^/]+)?|invite|studio|account(\/[^/]+)?|sign-in|sign-up|forgot-password|reset-password)$/;

const docsPath = '/docs/';

const allowedMethods = new Set(['GET', 'HEAD']);

/** Error answers are read by people, so they are text and not JSON. */
function sendStatus(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${status} ${STATUS_CODES[status] ?? ''}\n`);
}

/** Both Vite and VitePress name their assets by their content, so these never change; the pages themselves do. */
function setCaching(reply: { header(name: string, value: string): unknown }, path: string): void {
  const forever = path.includes('/assets/');
  reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
}

/** Serves the documentation site at /docs/, with a page of its own for an address where there is nothing. */
async function serveDocs(app: FastifyInstance, folder: string): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(docsPath)) reply.header('content-security-policy', docsSecurityPolicy);
  });
  await app.register(fastifyStatic, {
    root: folder,
    prefix: docsPath,
    decorateReply: false,
    extensions: ['html'],
    setHeaders: setCaching,
  });
  app.get('/docs', (_request, reply) => reply.redirect(docsPath, 308));
}

/**
 * The server of the built page: its files (compressed), its settings at /config.json, and headers that limit what it may
 * load.
 *
 * @param folder the page as Vite built it
 * @param config the URLs of the services; the ports are chosen after the page is built
 * @param docs the documentation site as VitePress built it; without it there is nothing at /docs/
 */
export async function createPageServer(
  folder: string,
  config: ServiceUrls,
  docs?: string,
): Promise<FastifyInstance> {
  const headers = pageHeaders(config);
  const app = Fastify({
    logger: false,
    requestTimeout: serverLimits.requestTimeout,
    keepAliveTimeout: serverLimits.keepAliveTimeout,
    http: { headersTimeout: serverLimits.headersTimeout },
    clientErrorHandler: answerBroken(headers),
    frameworkErrors: (_error, _request, reply) => void sendStatus(reply.headers(headers), 400),
  });
  app.server.maxConnections = serverLimits.maxConnections;
  answerAllRequests(app.server, (response, status) => {
    response.writeHead(status, { ...headers, 'cache-control': 'no-store', connection: 'close' }).end();
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      return sendStatus(reply, 400);
    if (allowedMethods.has(request.method)) return;
    return sendStatus(reply.header('allow', [...allowedMethods].join(', ')), 405);
  });
  // A browser gets the page for every address: it says in its own words when there is nothing there.
  app.setNotFoundHandler((request, reply) => {
    const isScreen = screenPaths.test(request.url.split('?')[0] ?? '');
    if (!isScreen && request.headers.accept?.includes('text/html') !== true) return sendStatus(reply, 404);
    if (docs !== undefined && request.url.startsWith(docsPath))
      return reply.code(404).header('cache-control', 'no-cache').sendFile('404.html', docs);
    return reply
      .code(isScreen ? 200 : 404)
      .header('cache-control', 'no-cache')
      .sendFile('index.html');
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    sendStatus(reply, error.statusCode ?? 500),
  );
  await app.register(compress);
  await app.register(fastifyStatic, { root: folder, setHeaders: setCaching });
  if (docs !== undefined) await serveDocs(app, docs);
  app.get('/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send(config));
  return app;
}

if (import.meta.main) {
  const [port = '', folder = '', docs] = process.argv.slice(2);
  const app = await createPageServer(folder, JSON.parse(process.env.PAGE_CONFIG ?? '') as ServiceUrls, docs);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}
