import fp from 'fastify-plugin';
import type { Db, MongoClient } from 'mongodb';
import { contribute } from '../backing/index.ts';
import { connectMongo, type MongoConfig, type MongoConnection } from './connect.ts';

declare module 'fastify' {
  interface FastifyInstance {
    mongo: { client: MongoClient; db: Db };
  }
}

/** Options of {@link mongoPlugin}: where to connect, or a connection made before, which then closes with the app. */
export type MongoPluginOptions = MongoConfig | { connection: MongoConnection };

/** Decorates `app.mongo` with the client and the service's database; part of readiness, closed with the app. */
export const mongoPlugin = fp<MongoPluginOptions>(
  async (app, options) => {
    const connection =
      'connection' in options ? options.connection : await connectMongo({ logger: app.log, ...options });
    app.decorate('mongo', { client: connection.client, db: connection.db });
    contribute(app, connection.dependency);
    app.addHook('onClose', () => connection.close());
  },
  { name: 'downbeat-mongo', fastify: '5.x' },
);
