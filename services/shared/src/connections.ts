import fastifyRedis, { type FastifyRedis } from '@fastify/redis';
import type { Registry } from '@prometheus-io/client';
import type { Redis } from 'ioredis';
import type { Db, MongoClient } from 'mongodb';
import type { App } from './http/types.ts';
import type { Logger } from './logging.ts';
import { connectRabbit, type Rabbit } from './messaging/rabbit.ts';
import { connectMongo, type MongoConnection } from './mongo.ts';
import { gaugeWhenScraped } from './metrics.ts';
import { addReadinessCheck } from './readiness.ts';
import { connectRedis, readMemory, readyWithin, type RedisConnection } from './redis.ts';

declare module 'fastify' {
  interface FastifyInstance {
    mongo: { client: MongoClient; db: Db };
    rabbit: Rabbit;
  }
}

/** Where a service keeps its state. */
export interface Stores {
  readonly mongo: MongoConnection;
  readonly redis: RedisConnection;
}

/** Every server that a service works with. */
export interface Connections extends Stores {
  readonly rabbit: Rabbit;
}

interface StoresConfig {
  MONGO_URI: string;
  REDIS_URL: string;
}

interface StoresOptions {
  logger: Logger;
  /** Put before every key of Redis; see `RedisConfig`. */
  redisKeyPrefix?: string | undefined;
}

interface ConnectionsOptions extends StoresOptions {
  /** The connection's name on the broker's dashboard. */
  service: string;
  /** Whether the service cannot work without the broker. Default false: degraded. */
  needsRabbit?: boolean;
}

/** How long an app's start waits for Redis, which may be away. */
const REDIS_START_WAIT_MS = 1_000;

/**
 * Waits for MongoDB, not for Redis, which may be away, at the start and later.
 * @throws Error whose message tells the operator why MongoDB cannot be reached
 */
export async function connectStores(
  { MONGO_URI, REDIS_URL }: StoresConfig,
  { logger, redisKeyPrefix: keyPrefix }: StoresOptions,
): Promise<Stores> {
  const redis = connectRedis({ url: REDIS_URL, logger, ...(keyPrefix !== undefined && { keyPrefix }) });
  const mongo = await connectMongo({ uri: MONGO_URI, logger }).catch(async (error: unknown) => {
    // An open connection would keep the process of a command running.
    await redis.close();
    throw error;
  });
  return { mongo, redis };
}

/**
 * Connects to the stores and to RabbitMQ, which may be away as Redis may.
 * @throws Error whose message tells the operator why MongoDB cannot be reached
 */
export async function connect(
  config: StoresConfig & { AMQP_URL: string },
  options: ConnectionsOptions,
): Promise<Connections> {
  const { service: name, needsRabbit: required = false, logger } = options;
  const rabbit = await connectRabbit({ url: config.AMQP_URL, name, required, logger });
  const stores = await connectStores(config, options).catch(async (error: unknown) => {
    await rabbit.close();
    throw error;
  });
  return { ...stores, rabbit };
}

/** Decorates an app with its connections and adds them to its readiness; they close with the app. */
export async function attach(app: App, { mongo, redis, rabbit }: Partial<Connections>): Promise<void> {
  if (mongo !== undefined) app.decorate('mongo', { client: mongo.client, db: mongo.db });
  if (redis !== undefined) await attachRedis(app, redis);
  if (rabbit !== undefined) app.decorate('rabbit', rabbit);
  for (const connection of [mongo, redis, rabbit]) {
    if (connection === undefined) continue;
    addReadinessCheck(app, connection.readinessCheck);
    app.addHook('onClose', () => connection.close());
  }
}

/**
 * Registers the client with @fastify/redis only when it is ready: the plugin would wait for it, and fails when the host
 * name does not resolve yet.
 */
async function attachRedis(app: App, { redis }: RedisConnection): Promise<void> {
  if (app.hasDecorator('metricsRegistry')) reportMemory(app.metricsRegistry, redis);
  if (await readyWithin(redis, REDIS_START_WAIT_MS)) await app.register(fastifyRedis, { client: redis });
  else app.decorate('redis', redis as FastifyRedis);
}

function reportMemory(registry: Registry, redis: Redis): void {
  gaugeWhenScraped(registry, {
    name: 'downbeat_redis_memory_bytes',
    help: 'Memory that Redis uses, and its limit (absent when it has none). At the limit it refuses every write.',
    labelNames: ['kind'],
    read: async () => {
      const { usedBytes, limitBytes } = await readMemory(redis);
      const used = [{ kind: 'used' }, usedBytes] as const;
      return limitBytes === 0 ? [used] : [used, [{ kind: 'limit' }, limitBytes]];
    },
  });
}
