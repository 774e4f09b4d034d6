import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../../generated/operations.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { OutputDelayRepository } from '../store/output-delay-repository.ts';

/** The delays that an account has set for the outputs of its devices. No other account sees them. */
export function outputDelayRoutes(app: App, outputDelays: OutputDelayRepository, limits: RateLimits): void {
  app.route({
    ...operations.listOutputDelays,
    handler: async (request) => {
      const delays = await outputDelays.listOf(requirePrincipal(request).userId);
      return { items: delays.map(({ setAt, ...rest }) => ({ ...rest, setAt: setAt.toISOString() })) };
    },
  });
  app.route({
    ...operations.setOutputDelay,
    config: { ...operations.setOutputDelay.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { params, body } = request;
      const { userId } = requirePrincipal(request);
      await outputDelays.set(userId, { ...params, delayMs: body.delayMs });
      return reply.code(204).send();
    },
  });
  app.route({
    ...operations.removeOutputDelay,
    config: { ...operations.removeOutputDelay.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { deviceId, output } = request.params;
      await outputDelays.remove(requirePrincipal(request).userId, deviceId, output);
      return reply.code(204).send();
    },
  });
}
