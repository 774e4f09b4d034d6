import type { Accounts } from '../accounts/repository.ts';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Commit } from '@downbeat/shared/outbox';
import { errors } from '../errors.ts';
import type { AuthSession, GoogleCodeExchange } from '../generated/schemas.gen.ts';
import type { SessionIssuer } from '../sessions/issue.ts';
import { codeChallengeOf } from './code-challenge.ts';
import type { ExchangeCodes } from './exchange-codes.ts';

export interface ExchangeParts {
  readonly accounts: Accounts;
  readonly exchangeCodes: ExchangeCodes;
  readonly issuer: SessionIssuer;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly clock: Clock;
}

export type Exchange = (exchanged: GoogleCodeExchange, caller: Caller) => Promise<AuthSession>;

/**
 * Turns the one-time code of a finished sign-in into a session, once. The code is used up first: of many who bring it
 * at the same time one goes on, and a crash after that costs another sign-in, never a second session. A verifier for
 * a sign-in without a challenge is refused as well: the code is then not of the client's own sign-in, but planted
 * (RFC 9700, 2.1.1 and 4.8.2).
 */
export const createExchange = (parts: ExchangeParts): Exchange => {
  const { accounts, exchangeCodes, issuer, audit, commit, clock } = parts;
  return async ({ code, codeVerifier }, caller) => {
    const codeChallenge = codeVerifier === undefined ? null : codeChallengeOf(codeVerifier);
    const userId = await exchangeCodes.redeem(code, codeChallenge, new Date(clock()));
    const user = userId === null ? null : await accounts.find(userId);
    if (user === null) throw errors.OAUTH_CODE_INVALID();
    return commit(async (session) => {
      await audit.record({ action: 'login-google', outcome: 'success', userId, caller }, session);
      return issuer.begin(user, caller, session);
    });
  };
};
