import fastifyRedis, { type FastifyRedis } from '@fastify/redis';
import fp from 'fastify-plugin';
import { contribute } from '../backing/index.ts';
import { connectRedis, readyWithin, type RedisConfig, type RedisConnection } from './connect.ts';

/** Options of {@link redisPlugin}: where to connect, or a connection made before, which then closes with the app. */
export type RedisPluginOptions = RedisConfig | { connection: RedisConnection };

const START_WAIT_MS = 1_000;

/**
 * Decorates `app.redis`; part of readiness (not required), closed with the app. Redis may be away at the start:
 * @fastify/redis would then wait for it, and give up for good on a name that does not resolve yet, so it gets the
 * client only once that is ready.
 */
export const redisPlugin = fp<RedisPluginOptions>(
  async (app, options) => {
    const connection =
      'connection' in options ? options.connection : connectRedis({ logger: app.log, ...options });
    const { redis } = connection;
    if (await readyWithin(redis, START_WAIT_MS)) await app.register(fastifyRedis, { client: redis });
    else app.decorate('redis', redis as FastifyRedis);
    contribute(app, connection.dependency);
    app.addHook('onClose', () => connection.close());
  },
  { name: 'downbeat-redis', fastify: '5.x' },
);
