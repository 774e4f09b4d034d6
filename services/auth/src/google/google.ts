import type { App } from '@downbeat/shared/http';
import type { Config } from '../config.ts';
import type { Infrastructure } from '../infrastructure.ts';
import type { SessionIssuer } from '../sessions/issue.ts';
import { createBrowserOf, registerOAuthClient } from './browser.ts';
import { createExchange } from './exchange.ts';
import { createExchangeCodes } from './exchange-codes.ts';
import { createFindOrCreate } from './find-or-create.ts';
import { createIdTokenVerifier } from './id-token.ts';
import { googleProviderOf, redirectAllowlistOf } from './provider.ts';
import { createGoogleSignIn } from './sign-in.ts';
import { createStates } from './states.ts';

type GoogleParts = Infrastructure & { readonly issuer: SessionIssuer };

/** Sign-in with Google; without a Google client there is no `client`, and the routes say so. */
export const createGoogle = async (app: App, config: Config, parts: GoogleParts) => {
  const exchangeCodes = createExchangeCodes(app.mongo.db);
  const exchange = createExchange({ ...parts, exchangeCodes });
  const provider = googleProviderOf(config);
  if (provider === null) return { exchange, client: null };

  await registerOAuthClient(app, provider);
  const signIn = createGoogleSignIn({
    verifyIdToken: createIdTokenVerifier(provider),
    findOrCreate: createFindOrCreate(parts),
    states: createStates(app.mongo.db),
    exchangeCodes,
    redirectAllowlist: redirectAllowlistOf(config),
    logger: app.log,
    clock: parts.clock,
  });
  return { exchange, client: { signIn, browserOf: createBrowserOf(app, provider) } };
};
