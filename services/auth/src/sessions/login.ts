import { normaliseEmail } from '../accounts/email.ts';
import type { AccountDeps, PasswordAccount } from '../accounts/repository.ts';
import type { Caller } from '../audit.ts';
import { errors } from '../errors.ts';
import type { AuthSession, Credentials } from '../generated/schemas.gen.ts';
import type { LoginThrottle } from '../login-throttle.ts';
import type { PasswordHasher } from '../passwords/hasher.ts';
import type { AuthSessionIssuer } from './issuer.ts';

export interface LoginDeps extends AccountDeps {
  readonly passwords: PasswordHasher;
  readonly throttle: LoginThrottle;
  readonly issuer: AuthSessionIssuer;
}

export type Login = (credentials: Credentials, caller: Caller) => Promise<AuthSession>;

/**
 * Signs in with a password. For an unknown e-mail address all steps are the same as for a wrong password, the hash
 * and the audit entry included, so neither the response nor its time shows who has an account.
 */
export function createLogin({ accounts, passwords, throttle, issuer, audit, commit }: LoginDeps): Login {
  const rehashIfOutdated = async (found: PasswordAccount, password: string): Promise<void> => {
    if (found.passwordHash === null || !passwords.isOutdated(found.passwordHash)) return;
    await accounts.setPasswordHash(found.user.id, await passwords.hash(password));
  };

  const attempt = async (email: string, password: string, caller: Caller): Promise<AuthSession> => {
    const found = await accounts.findForLogin(email);
    const matches = await passwords.verify(password, found?.passwordHash ?? null);
    const entry = { action: 'login', userId: found?.user.id ?? null, caller } as const;
    if (found === null || !matches) {
      await audit.record({ ...entry, outcome: 'INVALID_CREDENTIALS' });
      throw errors.INVALID_CREDENTIALS();
    }
    await rehashIfOutdated(found, password);
    return commit(async (mongoSession) => {
      await audit.record({ ...entry, outcome: 'success' }, mongoSession);
      return issuer.begin(found.user, caller, mongoSession);
    });
  };

  return (credentials, caller) => {
    const email = normaliseEmail(credentials.email) ?? credentials.email;
    return throttle.guard(email, caller.ip, () => attempt(email, credentials.password, caller));
  };
}
