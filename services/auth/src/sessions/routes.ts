import { type App, requirePrincipal } from '@downbeat/shared/http';
import { callerOf } from '../audit.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { ChangePassword } from './change-password.ts';
import type { Login } from './login.ts';
import type { Refresh } from './refresh.ts';
import type { Register } from './register.ts';
import type { ForgotPassword, ResetPassword } from './reset-password.ts';
import type { Revoker } from './revoke.ts';

export interface AuthSessionRules {
  readonly register: Register;
  readonly login: Login;
  readonly refresh: Refresh;
  readonly revoker: Revoker;
}

export function authSessionRoutes(app: App, rules: AuthSessionRules, limits: RateLimits): void {
  app.route({
    ...operations.register,
    config: { ...operations.register.config, rateLimit: limits.register },
    handler: async (request, reply) =>
      reply.code(201).send(await rules.register(request.body, callerOf(request))),
  });

  app.route({
    ...operations.login,
    handler: (request) => rules.login(request.body, callerOf(request)),
  });

  app.route({
    ...operations.refresh,
    config: { ...operations.refresh.config, rateLimit: limits.refresh },
    handler: (request) => rules.refresh(request.body.refreshToken, callerOf(request)),
  });

  app.route({
    ...operations.logout,
    handler: async (request, reply) => {
      const { authSessionId, userId } = requirePrincipal(request);
      await rules.revoker.logout(authSessionId, userId, callerOf(request));
      return reply.code(204).send();
    },
  });
}

export interface PasswordRules {
  readonly forgot: ForgotPassword;
  readonly reset: ResetPassword;
  readonly change: ChangePassword;
}

export function passwordRoutes(app: App, rules: PasswordRules, limits: RateLimits): void {
  app.route({
    ...operations.forgotPassword,
    config: { ...operations.forgotPassword.config, rateLimit: limits.password },
    handler: async (request, reply) => {
      await rules.forgot(request.body.email, callerOf(request));
      return reply.code(202).send();
    },
  });

  app.route({
    ...operations.resetPassword,
    config: { ...operations.resetPassword.config, rateLimit: limits.password },
    handler: async (request, reply) => {
      await rules.reset(request.body, callerOf(request));
      return reply.code(204).send();
    },
  });

  app.route({
    ...operations.changePassword,
    config: { ...operations.changePassword.config, rateLimit: limits.password },
    handler: async (request, reply) => {
      await rules.change(request.body, requirePrincipal(request), callerOf(request));
      return reply.code(204).send();
    },
  });
}
