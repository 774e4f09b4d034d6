import { type App, requirePrincipal } from '@downbeat/shared/http';
import { callerOf } from '../caller.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Login } from './login.ts';
import type { Logout } from './logout.ts';
import type { Refresh } from './refresh.ts';

export interface SessionRules {
  readonly login: Login;
  readonly refresh: Refresh;
  readonly logout: Logout;
}

export const sessionRoutes = (
  app: App,
  { login, refresh, logout }: SessionRules,
  limits: RateLimits,
): void => {
  app.route({
    ...operations.login,
    handler: (request) => login(request.body, callerOf(request)),
  });

  app.route({
    ...operations.refresh,
    config: { ...operations.refresh.config, rateLimit: limits.refresh },
    handler: (request) => refresh(request.body.refreshToken, callerOf(request)),
  });

  app.route({
    ...operations.logout,
    handler: async (request, reply) => {
      const { sessionId, userId } = requirePrincipal(request);
      await logout(sessionId, userId, callerOf(request));
      return reply.code(204).send();
    },
  });
};
