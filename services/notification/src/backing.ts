import type { Logger } from '@downbeat/shared/logging';
import { connectMongo, type MongoConnection } from '@downbeat/shared/mongo';
import { connectRabbit, type Rabbit } from '@downbeat/shared/rabbit';
import { connectRedis, type RedisConnection } from '@downbeat/shared/redis';
import type { Config } from './config.ts';

/** The connections that this service lives on. */
export interface Backing {
  mongo: MongoConnection;
  redis: RedisConnection;
  rabbit: Rabbit;
}

/** Waits for MongoDB; the broker and Redis may come later. */
export async function connectBacking(config: Config, logger: Logger): Promise<Backing> {
  const { MONGO_URI, REDIS_URL, AMQP_URL } = config;
  const mongo = await connectMongo({ uri: MONGO_URI, logger });
  const redis = connectRedis({ url: REDIS_URL, logger });
  const rabbit = await connectRabbit({ url: AMQP_URL, name: 'notification', required: true, logger });
  return { mongo, redis, rabbit };
}
