import underPressure from '@fastify/under-pressure';
import { commonErrors } from '../problem/index.ts';
import type { App } from './types.ts';

/**
 * Mean over a second: one slow task does not count, a loop that crawls does. Longer than loading the service itself may
 * take on a busy machine, which is in the first sample; shorter than the deadline of a request.
 */
const LONGEST_MEAN_DELAY_MS = 2_500;
const RETRY_AFTER_SECONDS = '5';
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** Sheds load while the event loop lags, rather than answering everybody late. Probes are always answered. */
export async function shedLoad(app: App): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: LONGEST_MEAN_DELAY_MS,
    pressureHandler: async (request) => {
      if (PROBES.has(request.routeOptions.url ?? '')) return;
      throw commonErrors.UNAVAILABLE({ headers: { 'retry-after': RETRY_AFTER_SECONDS } });
    },
  });
}
