import type { Accounts } from '../accounts/repository.ts';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Commit } from '@downbeat/shared/outbox';
import { errors } from '../errors.ts';
import type { AuthSession } from '../generated/schemas.gen.ts';
import type { SessionIssuer } from '../sessions/issue.ts';
import type { ExchangeCodes } from './exchange-codes.ts';

export interface ExchangeParts {
  readonly accounts: Accounts;
  readonly exchangeCodes: ExchangeCodes;
  readonly issuer: SessionIssuer;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly clock: Clock;
}

export type Exchange = (code: string, caller: Caller) => Promise<AuthSession>;

/**
 * Turns the one-time code of a finished sign-in into a session, once. The code is used up first: of many who bring it
 * at the same time one goes on, and a crash after that costs another sign-in, never a second session.
 */
export const createExchange = (parts: ExchangeParts): Exchange => {
  const { accounts, exchangeCodes, issuer, audit, commit, clock } = parts;
  return async (code, caller) => {
    const userId = await exchangeCodes.redeem(code, new Date(clock()));
    const user = userId === null ? null : await accounts.find(userId);
    if (user === null) throw errors.OAUTH_CODE_INVALID();
    return commit(async (session) => {
      await audit.record({ action: 'login-google', outcome: 'success', userId, caller }, session);
      return issuer.begin(user, caller, session);
    });
  };
};
