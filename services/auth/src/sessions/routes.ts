import { type App, requirePrincipal } from '@downbeat/shared/http';
import { callerOf } from '../audit.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Login } from './login.ts';
import type { Refresh } from './refresh.ts';
import type { Register } from './register.ts';
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
