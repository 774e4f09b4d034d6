import type { Log } from '../backing/index.ts';
import { connectMongo, type MongoConnection } from '../mongo/index.ts';
import { connectRabbit, type Rabbit } from '../rabbit/index.ts';
import { connectRedis, type RedisConnection } from '../redis/index.ts';

/** Where state is kept: the truth, and what makes it known fast. */
export interface Stores {
  readonly mongo: MongoConnection;
  readonly redis: RedisConnection;
}

/** The servers that a service works with. */
export interface Connections extends Stores {
  readonly rabbit: Rabbit;
}

/** The part of a service's configuration that says where its stores are. */
export interface StoresConfig {
  MONGO_URI: string;
  REDIS_URL: string;
}

/** The part of a service's configuration that says where its servers are. */
export interface ConnectionsConfig extends StoresConfig {
  AMQP_URL: string;
}

export interface StoresOptions {
  logger: Log;
  /** Put before every key of Redis; see `RedisConfig`. */
  redisKeyPrefix?: string | undefined;
}

export interface ConnectionsOptions extends StoresOptions {
  /** Names the connection on the broker's dashboard. */
  service: string;
  /** Whether the service is of no use without the broker. Default false: degraded. */
  needsRabbit?: boolean;
}

/**
 * Waits for MongoDB; Redis may be away, now and later.
 * @throws Error with a sentence fit for the person who started the service
 */
export async function connectStores(
  { MONGO_URI, REDIS_URL }: StoresConfig,
  { logger, redisKeyPrefix: keyPrefix }: StoresOptions,
): Promise<Stores> {
  return {
    mongo: await connectMongo({ uri: MONGO_URI, logger }),
    redis: connectRedis({ url: REDIS_URL, logger, ...(keyPrefix !== undefined && { keyPrefix }) }),
  };
}

/**
 * As the stores; RabbitMQ may be away too.
 * @throws Error with a sentence fit for the person who started the service
 */
export async function connect(config: ConnectionsConfig, options: ConnectionsOptions): Promise<Connections> {
  const { service: name, needsRabbit: required = false, logger } = options;
  const stores = await connectStores(config, options);
  return { ...stores, rabbit: await connectRabbit({ url: config.AMQP_URL, name, required, logger }) };
}
