import { type App, requirePrincipal } from '@downbeat/shared/http';
import { callerOf } from '../caller.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Verification } from './verify-email.ts';

export const verificationRoutes = (app: App, verification: Verification, limits: RateLimits): void => {
  app.route({
    ...operations.verifyEmail,
    config: { ...operations.verifyEmail.config, rateLimit: limits.verification },
    handler: (request) =>
      verification.verify(requirePrincipal(request).userId, request.body.code, callerOf(request)),
  });

  app.route({
    ...operations.resendVerification,
    config: { ...operations.resendVerification.config, rateLimit: limits.verification },
    handler: async (request, reply) => {
      await verification.resend(requirePrincipal(request).userId, callerOf(request));
      return reply.code(202).send();
    },
  });
};
