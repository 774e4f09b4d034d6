import type { App } from '@downbeat/shared/http';
import { callerOf } from '../caller.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Exchange } from './exchange.ts';
import type { GoogleFlow } from './flow.ts';

/** `flow` is null where the installation has no Google client. */
export const googleRoutes = (app: App, rules: { flow: GoogleFlow | null; exchange: Exchange }): void => {
  const flow = (): GoogleFlow => {
    if (rules.flow !== null) return rules.flow;
    throw errors.GOOGLE_NOT_CONFIGURED({
      detail: 'Set CLIENT_ID and CLIENT_SECRET of a Google OAuth client in the environment of auth.',
    });
  };

  app.route({
    ...operations.startGoogle,
    handler: async (request, reply) =>
      reply.redirect(await flow().begin(request, reply, request.query.redirectUri)),
  });

  app.route({
    ...operations.finishGoogle,
    handler: async (request, reply) => reply.redirect(await flow().finish(request, reply, request.query)),
  });

  app.route({
    ...operations.exchangeGoogleCode,
    handler: (request) => rules.exchange(request.body.code, callerOf(request)),
  });
};
