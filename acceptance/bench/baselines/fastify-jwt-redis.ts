// Fastify that checks the access token by @fastify/jwt and sends what Redis has for the page.
// `fastify-jwt-redis.ts JWT_SECRET REDIS_URL KEY`
import fastifyJwt from '@fastify/jwt';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import { announce } from './announce.ts';

const [secret = '', redisUrl = '', key = ''] = process.argv.slice(2);
const redis = new Redis(redisUrl);
const app = fastify();
await app.register(fastifyJwt, { secret });
app.get('/', { onRequest: (request) => request.jwtVerify() }, async (_request, reply) => {
  const page = await redis.get(key);
  return reply.type('application/json; charset=utf-8').send(page);
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server.address());
