import type { Logger } from '@downbeat/shared/logging';
import { connectMongo, type MongoConnection } from '@downbeat/shared/mongo';
import { connectRabbit, type Rabbit } from '@downbeat/shared/rabbit';
import { connectRedis, type RedisConnection } from '@downbeat/shared/redis';
import type { Config } from './config.ts';

/** The servers that this service works with. They close with the app. */
export interface Connections {
  readonly mongo: MongoConnection;
  readonly redis: RedisConnection;
  readonly rabbit: Rabbit;
}

export async function connect(config: Config, logger: Logger, redisKeyPrefix?: string): Promise<Connections> {
  const mongo = await connectMongo({ uri: config.MONGO_URI, logger });
  const redis = connectRedis({
    url: config.REDIS_URL,
    logger,
    ...(redisKeyPrefix !== undefined && { keyPrefix: redisKeyPrefix }),
  });
  return { mongo, redis, rabbit: await connectRabbit({ url: config.AMQP_URL, name: 'music', logger }) };
}
