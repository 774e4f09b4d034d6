import { type MongoConnection, connectMongo } from '@downbeat/shared/mongo';
import { type Rabbit, connectRabbit } from '@downbeat/shared/rabbit';
import { type RedisConnection, connectRedis } from '@downbeat/shared/redis';
import type { Logger } from '@downbeat/shared/logging';
import type { Config } from './config.ts';

export interface Connections {
  readonly mongo: MongoConnection;
  readonly redis: RedisConnection;
  readonly rabbit: Rabbit;
}

/** Where state is kept: the truth, and what makes it known fast. */
export type Stores = Pick<Connections, 'mongo' | 'redis'>;

/** MongoDB must answer; Redis may be away, now and later. */
export const connectStores = async (config: Config, logger: Logger, keyPrefix?: string): Promise<Stores> => ({
  mongo: await connectMongo({ uri: config.MONGO_URI, logger }),
  redis: connectRedis({ url: config.REDIS_URL, logger, ...(keyPrefix !== undefined && { keyPrefix }) }),
});

/** As the stores; RabbitMQ may be away too. */
export const connect = async (config: Config, logger: Logger, keyPrefix?: string): Promise<Connections> => ({
  ...(await connectStores(config, logger, keyPrefix)),
  rabbit: await connectRabbit({ url: config.AMQP_URL, name: 'auth', logger }),
});
