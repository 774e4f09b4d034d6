import { Registry } from '@prometheus-io/client';
import fastifyMetrics from 'fastify-metrics';
import type { App, OperationTable } from './types.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` reports. Own metrics: `new Counter({ name, help, registers: [app.metricsRegistry] })`. */
    metricsRegistry: Registry;
  }
}

/** `/metrics`: the process, and each route by method and status. One registry per app, so that tests can have several. */
export async function serveMetrics(app: App, service: string, operations: OperationTable): Promise<void> {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  app.decorate('metricsRegistry', registry);
  await app.register(fastifyMetrics.default, {
    endpoint: null,
    defaultMetrics: { enabled: true, register: registry },
    routeMetrics: {
      enabled: { histogram: true, summary: false },
      registeredRoutesOnly: false,
      overrides: { histogram: { registers: [registry] }, summary: { registers: [registry] } },
    },
  });
  const { getMetrics } = operations;
  if (getMetrics === undefined) return;
  app.route({
    ...getMetrics,
    handler: async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  });
}
