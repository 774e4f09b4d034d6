import { reasonOf } from '@downbeat/shared/backing';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../caller.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import { errors } from '../errors.ts';
import { newOpaqueToken } from '../tokens/opaque-token.ts';
import type { Browser } from './browser.ts';
import type { ExchangeCodes } from './exchange-codes.ts';
import type { FindOrCreate } from './find-or-create.ts';
import type { GooglePerson, VerifyIdToken } from './id-token.ts';
import { EXCHANGE_CODE_SECONDS, SIGN_IN_SECONDS } from './limits.ts';
import { GoogleRefusal } from './refusal.ts';
import type { PendingSignIn, States } from './states.ts';

export interface GoogleSignInParts {
  readonly verifyIdToken: VerifyIdToken;
  readonly findOrCreate: FindOrCreate;
  readonly states: States;
  readonly exchangeCodes: ExchangeCodes;
  readonly redirectAllowlist: readonly string[];
  readonly logger: FastifyBaseLogger;
  readonly clock: Clock;
}

/** How a client asks for a sign-in. */
export interface SignInRequest {
  readonly redirectUri?: string;
  readonly code_challenge?: string;
}

/** What Google's redirect carries. */
export interface CallbackQuery {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
}

export type GoogleSignIn = ReturnType<typeof createGoogleSignIn>;

const allowed = (wanted: string | undefined, list: readonly string[]): string => {
  const uri = wanted ?? list[0];
  if (uri === undefined || !list.includes(uri)) throw errors.REDIRECT_NOT_ALLOWED();
  return uri;
};

const withParameter = (uri: string, [name, value]: readonly [string, string]): string => {
  const target = new URL(uri);
  target.searchParams.set(name, value);
  return target.href;
};

/** A browser's way to Google and back. Both ends of it are addresses to send it to. */
export const createGoogleSignIn = (parts: GoogleSignInParts) => {
  const { verifyIdToken, findOrCreate, states, exchangeCodes, redirectAllowlist, logger, clock } = parts;

  // Whatever goes wrong between Google and us is one answer for the application and a line in the log.
  const identify = async (browser: Browser, nonce: string): Promise<GooglePerson> => {
    try {
      return await verifyIdToken(await browser.fetchIdToken(), nonce);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Google sign-in failed');
      throw new GoogleRefusal('google_failed', error);
    }
  };

  const codeFor = async (userId: string, codeChallenge: string | null): Promise<string> => {
    const code = newOpaqueToken();
    const expiresAt = new Date(clock() + EXCHANGE_CODE_SECONDS * SECOND_MS);
    await exchangeCodes.insert(code, { userId, codeChallenge, expiresAt });
    return code;
  };

  const outcome = async (browser: Browser, query: CallbackQuery, pending: PendingSignIn, caller: Caller) => {
    try {
      if (query.error !== undefined) throw new GoogleRefusal('access_denied');
      if (query.code === undefined) throw new GoogleRefusal('google_failed');
      const user = await findOrCreate(await identify(browser, pending.nonce), caller);
      return ['code', await codeFor(user.id, pending.codeChallenge)] as const;
    } catch (error) {
      if (!(error instanceof GoogleRefusal)) throw error;
      return ['error', error.refusal] as const;
    }
  };

  return {
    /** Where to send the browser, which now carries the cookies that bind the way back to it. */
    begin: async (browser: Browser, wanted: SignInRequest): Promise<string> => {
      const redirectUri = allowed(wanted.redirectUri, redirectAllowlist);
      const codeChallenge = wanted.code_challenge ?? null;
      const { url, state, nonce } = await browser.begin();
      const expiresAt = new Date(clock() + SIGN_IN_SECONDS * SECOND_MS);
      await states.insert(state, { redirectUri, nonce, codeChallenge }, expiresAt);
      return url;
    },

    /** Where the browser goes in the end. */
    finish: async (browser: Browser, query: CallbackQuery, caller: Caller): Promise<string> => {
      const isBound = browser.isBound(query.state);
      const pending = isBound ? await states.take(query.state, new Date(clock())) : null;
      if (pending === null) throw errors.OAUTH_STATE_INVALID();
      browser.forget();
      return withParameter(pending.redirectUri, await outcome(browser, query, pending, caller));
    },
  };
};
