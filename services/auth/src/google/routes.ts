import type { App } from '@downbeat/shared/http';
import { callerOf } from '../audit.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { BrowserOf } from './oauth-client.ts';
import type { Exchange, GoogleSignIn } from './sign-in.ts';

export interface GoogleClient {
  readonly signIn: GoogleSignIn;
  readonly browserOf: BrowserOf;
}

export interface GoogleRules {
  /** Null when this installation has no Google client. */
  readonly client: GoogleClient | null;
  readonly exchange: Exchange;
}

/** HEAD is not offered: both redirects change the stored state, which HEAD must not do (RFC 9110, 9.2.1). */
export function googleRoutes(app: App, { client, exchange }: GoogleRules, limits: RateLimits): void {
  const requireClient = (): GoogleClient => {
    if (client !== null) return client;
    throw errors.GOOGLE_NOT_CONFIGURED({
      detail: 'Set CLIENT_ID and CLIENT_SECRET of a Google OAuth client in the environment of auth.',
    });
  };

  app.route({
    ...operations.startGoogle,
    exposeHeadRoute: false,
    config: { ...operations.startGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) => {
      const { signIn, browserOf } = requireClient();
      return reply.redirect(await signIn.begin(browserOf(request, reply), request.query));
    },
  });

  app.route({
    ...operations.finishGoogle,
    exposeHeadRoute: false,
    config: { ...operations.finishGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) => {
      const { signIn, browserOf } = requireClient();
      return reply.redirect(await signIn.finish(browserOf(request, reply), request.query, callerOf(request)));
    },
  });

  app.route({
    ...operations.exchangeGoogleCode,
    config: { ...operations.exchangeGoogleCode.config, rateLimit: limits.google },
    handler: (request) => exchange(request.body, callerOf(request)),
  });
}
