// Serves the built page on loopback: `node page-server.ts <port> <folder>`, the URLs of the services in PAGE_CONFIG (JSON).
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { pageHeaders } from './page-headers.ts';
import type { ServiceUrls } from './urls.ts';

const allowedMethods = new Set(['GET', 'HEAD']);

/** Error answers are read by people, so they are text and not JSON. */
function sendStatus(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${status} ${STATUS_CODES[status] ?? ''}\n`);
}

/** Answers bytes that are not an HTTP request; no reply object exists for them. */
function refuseNonHttp(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  socket.end(
    'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n400 Bad Request\n',
  );
}

function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendStatus(reply, 404));
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    sendStatus(reply, error.statusCode ?? 500),
  );
}

/**
 * The server of the built page: its files, its settings at /config.json, and headers that limit what it may load.
 *
 * @param folder the page as Vite built it
 * @param config the URLs of the services; the ports are chosen after the page is built
 */
export async function createPageServer(folder: string, config: ServiceUrls): Promise<FastifyInstance> {
  const headers = pageHeaders(config);
  const app = Fastify({
    logger: false,
    clientErrorHandler: refuseNonHttp,
    frameworkErrors: (_error, _request, reply) => void sendStatus(reply.headers(headers), 400),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (allowedMethods.has(request.method)) return;
    return sendStatus(reply.header('allow', [...allowedMethods].join(', ')), 405);
  });
  answerErrors(app);
  await app.register(fastifyStatic, {
    root: folder,
    setHeaders(reply, path) {
      // Vite names its assets by their content, so they never change; the page itself does.
      const forever = path.includes('/assets/');
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send(config));
  return app;
}

if (import.meta.main) {
  const [port = '', folder = ''] = process.argv.slice(2);
  const app = await createPageServer(folder, JSON.parse(process.env.PAGE_CONFIG ?? '') as ServiceUrls);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}
