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

/** MongoDB must answer; Redis and RabbitMQ may be away, now and later. */
export const connect = async (
  config: Config,
  logger: Logger,
  redisKeyPrefix?: string,
): Promise<Connections> => ({
  mongo: await connectMongo({ uri: config.MONGO_URI, logger }),
  redis: connectRedis({
    url: config.REDIS_URL,
    logger,
    ...(redisKeyPrefix !== undefined && { keyPrefix: redisKeyPrefix }),
  }),
  rabbit: await connectRabbit({ url: config.AMQP_URL, name: 'auth', logger }),
});
