import type { Registry } from '@prometheus-io/client';
import fp from 'fastify-plugin';
import { createOutbox, type Outbox } from './outbox.ts';
import { startRelay } from './relay.ts';

declare module 'fastify' {
  interface FastifyInstance {
    outbox: Outbox;
  }
}

export interface OutboxPluginOptions {
  pollMs?: number;
  /** Where to put the Prometheus metrics. */
  registry?: Registry;
}

/** Decorates `app.outbox` and runs its relay while the app lives. Needs mongoPlugin and rabbitPlugin. */
export const outboxPlugin = fp<OutboxPluginOptions>(
  async (app, options) => {
    const outbox = createOutbox(app.mongo.db);
    const relay = startRelay({ ...options, db: app.mongo.db, rabbit: app.rabbit, outbox, logger: app.log });
    app.decorate('outbox', outbox);
    app.addHook('onClose', () => relay.stop());
  },
  { name: 'downbeat-outbox', fastify: '5.x', dependencies: ['downbeat-mongo', 'downbeat-rabbit'] },
);
