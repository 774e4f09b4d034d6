import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { pageHeaders } from './page-headers.ts';
import type { PageConfig } from './page.ts';

const readingMethods = new Set(['GET', 'HEAD']);

/** People read these, not programs: a sentence, not JSON. */
function sayStatus(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${status} ${STATUS_CODES[status] ?? ''}\n`);
}

/** Bytes that are no HTTP request, where no reply object exists yet. */
function refuseBytes(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  socket.end(
    'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n400 Bad Request\n',
  );
}

function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sayStatus(reply, 404));
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    sayStatus(reply, error.statusCode ?? 500),
  );
}

/**
 * The server of the built page: its files, its settings at /config.json, and headers that keep it to itself.
 *
 * @param folder the page as Vite built it
 * @param config where the services are, for a page that was built before anybody chose the ports
 */
export async function createPageServer(folder: string, config: PageConfig): Promise<FastifyInstance> {
  const headers = pageHeaders(config);
  const app = Fastify({
    logger: false,
    clientErrorHandler: refuseBytes,
    frameworkErrors: (_error, _request, reply) => void sayStatus(reply.headers(headers), 400),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (readingMethods.has(request.method)) return;
    return sayStatus(reply.header('allow', [...readingMethods].join(', ')), 405);
  });
  answerErrors(app);
  await app.register(fastifyStatic, {
    root: folder,
    setHeaders(reply, path) {
      // Vite names its assets by their content; the page itself must be asked for anew.
      const forever = path.includes('/assets/');
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send(config));
  return app;
}
