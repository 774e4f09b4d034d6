import type { App } from '@downbeat/shared/http';
import { callerOf } from '../audit.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Exchange, GoogleSignIn } from './sign-in.ts';

export interface GoogleRules {
  /** Null when this installation has no Google client. */
  readonly signIn: GoogleSignIn | null;
  readonly exchange: Exchange;
}

/** HEAD is not offered: both redirects change the stored state, which HEAD must not do (RFC 9110, 9.2.1). */
export function googleRoutes(app: App, { signIn, exchange }: GoogleRules, limits: RateLimits): void {
  const requireSignIn = (): GoogleSignIn => {
    if (signIn !== null) return signIn;
    throw errors.GOOGLE_NOT_CONFIGURED({
      detail: 'Set CLIENT_ID and CLIENT_SECRET of a Google OAuth client in the environment of auth.',
    });
  };

  app.route({
    ...operations.startGoogle,
    exposeHeadRoute: false,
    config: { ...operations.startGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) =>
      reply.redirect(await requireSignIn().begin(request, reply, request.query)),
  });

  app.route({
    ...operations.finishGoogle,
    exposeHeadRoute: false,
    config: { ...operations.finishGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) =>
      reply.redirect(await requireSignIn().finish(request, reply, request.query)),
  });

  app.route({
    ...operations.exchangeGoogleCode,
    config: { ...operations.exchangeGoogleCode.config, rateLimit: limits.google },
    handler: (request) => exchange(request.body, callerOf(request)),
  });
}
