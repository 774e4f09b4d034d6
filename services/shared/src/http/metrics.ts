import { createHash, timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Histogram, Registry } from '@prometheus-io/client';
import type { FastifyRequest } from 'fastify';
import { commonErrors } from '../errors.ts';
import type { App, HttpConfig, OperationTable } from './types.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` reports. Own metrics: `new Counter({ name, help, registers: [app.metricsRegistry] })`. */
    metricsRegistry: Registry;
  }
}

const RENDER_EVERY_MS = 1_000;
const REFUSAL =
  'Metrics are for the operator: send METRICS_TOKEN as the bearer token, or ask on the machine of the service';
const LOOPBACK = /^(::1$|(::ffff:)?127\.)/;

const UNCOUNTED_METHODS = new Set(['HEAD', 'OPTIONS']);
/** The label of all paths that do not exist: the caller chooses their number. */
const UNKNOWN_ROUTE = '__unknown__';

function countRequests(app: App, registry: Registry): void {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'request duration in seconds',
    labelNames: ['method', 'route', 'status_code'],
    registers: [registry],
  });
  app.addHook('onResponse', ({ method, route }, reply, done) => {
    if (!UNCOUNTED_METHODS.has(method)) {
      const labels = { method, route: route.url ?? UNKNOWN_ROUTE, status_code: reply.statusCode };
      durations.observe(labels, reply.elapsedTime / 1000);
    }
    done();
  });
}

/**
 * `/metrics`: the process, and each route by method and status, for the operator alone. One registry per app, so that tests
 * can have several.
 */
export function serveMetrics(
  app: App,
  service: string,
  operations: OperationTable,
  config: HttpConfig,
): void {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  app.decorate('metricsRegistry', registry);
  collectDefaultMetrics({ register: registry });
  countRequests(app, registry);
  const { getMetrics } = operations;
  if (getMetrics === undefined) return;
  const render = rememberBriefly(() => registry.metrics());
  app.route({
    ...getMetrics,
    handler: async (request, reply) => {
      if (!isOperator(request, config.METRICS_TOKEN)) {
        throw commonErrors.UNAUTHENTICATED({
          detail: REFUSAL,
          headers: { 'www-authenticate': 'Bearer realm="metrics"' },
        });
      }
      return reply.type(registry.contentType).send(await render());
    },
  });
}

/** With a token, who sends it; without one, programs of this machine, unless they forward a request of another. */
function isOperator({ headers, socket }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !isForwarded && LOOPBACK.test(socket.remoteAddress ?? '');
}

/** Compares in constant time. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** One rendering for all requests of a second. */
function rememberBriefly<T>(work: () => Promise<T>): () => Promise<T> {
  let last: { readonly result: Promise<T>; readonly until: number } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now >= last.until) last = { result: work(), until: now + RENDER_EVERY_MS };
    return last.result;
  };
}
