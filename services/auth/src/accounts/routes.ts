import { type App, requirePrincipal } from '@downbeat/shared/http';
import { callerOf } from '../caller.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Profile } from './profile.ts';
import type { Register } from './register.ts';

export const accountRoutes = (
  app: App,
  { register, profile }: { register: Register; profile: Profile },
  limits: RateLimits,
): void => {
  app.route({
    ...operations.register,
    config: { ...operations.register.config, rateLimit: limits.register },
    handler: async (request, reply) => reply.code(201).send(await register(request.body, callerOf(request))),
  });

  app.route({
    ...operations.getMe,
    handler: (request) => profile.read(requirePrincipal(request).userId),
  });

  app.route({
    ...operations.updateMe,
    handler: (request) =>
      profile.rename(requirePrincipal(request).userId, request.body.displayName, callerOf(request)),
  });
};
