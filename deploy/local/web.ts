// Serves the built page on loopback: `node deploy/local/web.ts <port> <folder>`, its settings in PAGE_CONFIG (JSON).
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';

const [port = '', folder = ''] = process.argv.slice(2);
const app = Fastify({ logger: false });
await app.register(fastifyStatic, {
  root: folder,
  setHeaders(reply, path) {
    // Vite names its assets by their content; the page itself must be asked for anew.
    const forever = path.includes('/assets/');
    reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  },
});
// Where the services are, for a page that was built before anybody chose the ports.
app.get('/config.json', (_request, reply) =>
  reply
    .header('cache-control', 'no-store')
    .type('application/json')
    .send(process.env.PAGE_CONFIG ?? '{}'),
);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen({ port: Number(port), host: '127.0.0.1' });
