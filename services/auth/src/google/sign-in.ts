import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from '@sinclair/typebox';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { AccountDeps } from '../accounts/repository.ts';
import { type Caller, callerOf } from '../audit.ts';
import { SECOND_MS } from '../clock.ts';
import { errors } from '../errors.ts';
import type { operations } from '../generated/operations.gen.ts';
import type { AuthSession, GoogleCodeExchange } from '../generated/schemas.gen.ts';
import type { AuthSessionIssuer } from '../sessions/issuer.ts';
import { newOpaqueToken } from '../tokens.ts';
import { type FindOrCreate, GoogleRefusedError } from './find-or-create.ts';
import type { GoogleUser, VerifyIdToken } from './id-token.ts';
import { type GoogleOAuth, SIGN_IN_SECONDS } from './oauth-client.ts';
import type { PendingSignIn, SignIns } from './repository.ts';

/** The time from Google's callback to the client's exchange. */
const EXCHANGE_CODE_SECONDS = 60;

export interface GoogleSignInDeps {
  readonly oauth: GoogleOAuth;
  readonly verifyIdToken: VerifyIdToken;
  readonly findOrCreate: FindOrCreate;
  readonly signIns: SignIns;
  /** The URLs that browsers may be sent back to, compared exactly, not by prefix (RFC 9700, 4.1.3). */
  readonly allowedRedirects: readonly string[];
  readonly logger: Logger;
}

export type SignInQuery = Static<typeof operations.startGoogle.schema.querystring>;

/** The query of Google's redirect. */
export type CallbackQuery = Static<typeof operations.finishGoogle.schema.querystring>;

export type GoogleSignIn = ReturnType<typeof createGoogleSignIn>;

function requireAllowed(redirectUri: string | undefined, allowed: readonly string[]): string {
  const uri = redirectUri ?? allowed[0];
  if (uri === undefined || !allowed.includes(uri)) throw errors.REDIRECT_NOT_ALLOWED();
  return uri;
}

function withParameter(uri: string, [name, value]: readonly [string, string]): string {
  const target = new URL(uri);
  target.searchParams.set(name, value);
  return target.href;
}

/** The sign-in of a browser by way of Google. Both steps return the URL to redirect the browser to. */
export function createGoogleSignIn(deps: GoogleSignInDeps) {
  const { oauth, verifyIdToken, findOrCreate, signIns, allowedRedirects, logger } = deps;

  // Every failure between Google and this service is one error for the application and one line in the log.
  const fetchUser = async (request: FastifyRequest, nonce: string): Promise<GoogleUser> => {
    try {
      return await verifyIdToken(await oauth.fetchIdToken(request), nonce);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Google sign-in failed');
      throw new GoogleRefusedError('google_failed', error);
    }
  };

  const issueCode = async (userId: string, codeChallenge: string | null): Promise<string> => {
    const code = newOpaqueToken();
    await signIns.insertCode(code, { userId, codeChallenge }, EXCHANGE_CODE_SECONDS * SECOND_MS);
    return code;
  };

  const resultOf = async (request: FastifyRequest, query: CallbackQuery, pending: PendingSignIn) => {
    try {
      if (query.error !== undefined) throw new GoogleRefusedError('access_denied');
      if (query.code === undefined) throw new GoogleRefusedError('google_failed');
      const user = await findOrCreate(await fetchUser(request, pending.nonce), callerOf(request));
      return ['code', await issueCode(user.id, pending.codeChallenge)] as const;
    } catch (error) {
      if (!(error instanceof GoogleRefusedError)) throw error;
      return ['error', error.refusal] as const;
    }
  };

  return {
    /** Binds the sign-in to the browser; the URL is Google's. */
    begin: async (request: FastifyRequest, reply: FastifyReply, query: SignInQuery): Promise<string> => {
      const redirectUri = requireAllowed(query.redirectUri, allowedRedirects);
      const codeChallenge = query.code_challenge ?? null;
      const { url, state, nonce } = await oauth.begin(request, reply);
      const pending = { redirectUri, nonce, codeChallenge };
      await signIns.insertState(state, pending, SIGN_IN_SECONDS * SECOND_MS);
      return url;
    },

    /** The URL is the application's, with the exchange code or an error. */
    finish: async (request: FastifyRequest, reply: FastifyReply, query: CallbackQuery): Promise<string> => {
      const isBound = oauth.isBound(request, query.state);
      const pending = isBound ? await signIns.takeState(query.state) : null;
      if (pending === null) throw errors.OAUTH_STATE_INVALID();
      oauth.clearCookies(reply);
      return withParameter(pending.redirectUri, await resultOf(request, query, pending));
    },
  };
}

/** The S256 challenge of a verifier (RFC 7636, 4.2). */
export const codeChallengeOf = (codeVerifier: string): string =>
  createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');

export interface ExchangeDeps extends AccountDeps {
  readonly signIns: SignIns;
  readonly issuer: AuthSessionIssuer;
}

export type Exchange = (exchange: GoogleCodeExchange, caller: Caller) => Promise<AuthSession>;

/**
 * Exchanges the one-time code of a finished sign-in for tokens. The code is redeemed first: of parallel requests one
 * succeeds, and a crash afterwards costs another sign-in but never gives two auth sessions. A verifier for a sign-in
 * without challenge is refused, too: the client did not begin that sign-in (RFC 9700, 2.1.1 and 4.8.2).
 */
export function createExchange(deps: ExchangeDeps): Exchange {
  const { accounts, signIns, issuer, audit, commit } = deps;
  return async ({ code, codeVerifier }, caller) => {
    const codeChallenge = codeVerifier === undefined ? null : codeChallengeOf(codeVerifier);
    const userId = await signIns.redeemCode(code, codeChallenge);
    const user = userId === null ? null : await accounts.find(userId);
    if (user === null) throw errors.OAUTH_CODE_INVALID();
    const begun = await commit(async (mongoSession) => {
      await audit.record({ action: 'login-google', outcome: 'success', userId, caller }, mongoSession);
      return issuer.begin(user, caller, mongoSession);
    });
    return issuer.finish(begun);
  };
}
