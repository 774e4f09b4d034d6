import type { SignInRecord, Accounts } from '../accounts/repository.ts';
import { normaliseEmail } from '../accounts/email.ts';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Commit } from '@downbeat/shared/outbox';
import { errors } from '../errors.ts';
import type { AuthSession, Credentials } from '../generated/schemas.gen.ts';
import type { PasswordHasher } from '../passwords/hasher.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { SessionIssuer } from './issue.ts';

export interface LoginParts {
  readonly accounts: Accounts;
  readonly passwords: PasswordHasher;
  readonly throttle: Throttle;
  readonly issuer: SessionIssuer;
  readonly audit: Audit;
  readonly commit: Commit;
}

export type Login = (credentials: Credentials, caller: Caller) => Promise<AuthSession>;

/**
 * Signs in by password. An unknown address takes the same steps as a wrong password, down to the hash and the
 * audit row, so neither the answer nor its time tells who has an account.
 */
export const createLogin = ({ accounts, passwords, throttle, issuer, audit, commit }: LoginParts): Login => {
  const strengthen = async ({ user, passwordHash }: SignInRecord, password: string): Promise<void> => {
    if (passwordHash === null || !passwords.isOutdated(passwordHash)) return;
    await accounts.setPasswordHash(user.id, await passwords.hash(password));
  };

  const attempt = async (email: string, password: string, caller: Caller): Promise<AuthSession> => {
    const found = await accounts.findForSignIn(email);
    const matches = await passwords.verify(password, found?.passwordHash ?? null);
    const entry = { action: 'login', userId: found?.user.id ?? null, caller } as const;
    if (found === null || !matches) {
      await audit.record({ ...entry, outcome: 'INVALID_CREDENTIALS' });
      throw errors.INVALID_CREDENTIALS();
    }
    await strengthen(found, password);
    return commit(async (session) => {
      await audit.record({ ...entry, outcome: 'success' }, session);
      return issuer.begin(found.user, caller, session);
    });
  };

  return (credentials, caller) => {
    const email = normaliseEmail(credentials.email) ?? credentials.email;
    return throttle.guard(email, caller.address, () => attempt(email, credentials.password, caller));
  };
};
