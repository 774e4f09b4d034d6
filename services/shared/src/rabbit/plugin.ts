import fp from 'fastify-plugin';
import { contribute } from '../backing/index.ts';
import { connectRabbit, type Rabbit } from './connect.ts';
import type { RabbitConfig } from './session.ts';

declare module 'fastify' {
  interface FastifyInstance {
    rabbit: Rabbit;
  }
}

/** Options of {@link rabbitPlugin}: where to connect, or a connection made before, which then closes with the app. */
export type RabbitPluginOptions = RabbitConfig | { connection: Rabbit };

/** Decorates `app.rabbit`; part of readiness, closed with the app. The broker may be away at the start. */
export const rabbitPlugin = fp<RabbitPluginOptions>(
  async (app, options) => {
    const rabbit =
      'connection' in options ? options.connection : await connectRabbit({ logger: app.log, ...options });
    app.decorate('rabbit', rabbit);
    contribute(app, rabbit.dependency);
    app.addHook('onClose', () => rabbit.close());
  },
  { name: 'downbeat-rabbit', fastify: '5.x' },
);
