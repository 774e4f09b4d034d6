import underPressure from '@fastify/under-pressure';
import { commonErrors } from '../errors.ts';
import type { App } from './types.ts';

/**
 * Mean delay of all turns of the event loop in a sample. Long enough that one slow task, a pause of the machine or the
 * start of the service is outweighed by the quick turns beside it: only a loop that crawls for seconds reaches the limit.
 */
const SAMPLE_MS = 5_000;
const LONGEST_MEAN_DELAY_MS = 1_000;
const RETRY_AFTER_SECONDS = '5';
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** Sheds load while the event loop lags, rather than answering everybody late. Probes are always answered. */
export async function shedLoad(app: App): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: LONGEST_MEAN_DELAY_MS,
    sampleInterval: SAMPLE_MS,
    pressureHandler: async (request) => {
      if (PROBES.has(request.routeOptions.url ?? '')) return;
      throw commonErrors.UNAVAILABLE({ headers: { 'retry-after': RETRY_AFTER_SECONDS } });
    },
  });
}
