import type { App } from '@downbeat/shared/http';
import { callerOf } from '../caller.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { BrowserOf } from './browser.ts';
import type { Exchange } from './exchange.ts';
import type { GoogleSignIn } from './sign-in.ts';

export interface GoogleClient {
  readonly signIn: GoogleSignIn;
  readonly browserOf: BrowserOf;
}

export interface GoogleRules {
  /** Null where the installation has no Google client. */
  readonly client: GoogleClient | null;
  readonly exchange: Exchange;
}

/** Both ends of the way to Google change what we remember, which HEAD must not. */
export const googleRoutes = (app: App, rules: GoogleRules, limits: RateLimits): void => {
  const client = (): GoogleClient => {
    if (rules.client !== null) return rules.client;
    throw errors.GOOGLE_NOT_CONFIGURED({
      detail: 'Set CLIENT_ID and CLIENT_SECRET of a Google OAuth client in the environment of auth.',
    });
  };

  app.route({
    ...operations.startGoogle,
    exposeHeadRoute: false,
    config: { ...operations.startGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) => {
      const { signIn, browserOf } = client();
      return reply.redirect(await signIn.begin(browserOf(request, reply), request.query));
    },
  });

  app.route({
    ...operations.finishGoogle,
    exposeHeadRoute: false,
    config: { ...operations.finishGoogle.config, rateLimit: limits.google },
    handler: async (request, reply) => {
      const { signIn, browserOf } = client();
      const browser = browserOf(request, reply);
      return reply.redirect(await signIn.finish(browser, request.query, callerOf(request)));
    },
  });

  app.route({
    ...operations.exchangeGoogleCode,
    config: { ...operations.exchangeGoogleCode.config, rateLimit: limits.google },
    handler: (request) => rules.exchange(request.body, callerOf(request)),
  });
};
