import type { App } from '../http/index.ts';
import { mongoPlugin } from '../mongo/index.ts';
import { rabbitPlugin } from '../rabbit/index.ts';
import { redisPlugin } from '../redis/index.ts';
import type { Connections } from './connect.ts';

/** Decorates an app with its connections and makes them part of its readiness; they close with it. */
export async function attach(app: App, { mongo, redis, rabbit }: Connections): Promise<void> {
  await app.register(mongoPlugin, { connection: mongo });
  await app.register(redisPlugin, { connection: redis });
  await app.register(rabbitPlugin, { connection: rabbit });
}
