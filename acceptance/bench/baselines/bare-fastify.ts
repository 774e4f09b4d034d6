// Fastify that sends the bytes of a file from memory to all requests, or 304 to one that names their ETag: no sign-in, no
// store. `bare-fastify.ts FILE`
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { announce } from './announce.ts';

const body = readFileSync(process.argv[2]!);
const etag = '"bare"';
const app = fastify();
app.get('/', (request, reply) => {
  reply.header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server.address());
