import { normaliseEmail } from '../accounts/email.ts';
import type { AccountDeps } from '../accounts/repository.ts';
import type { AuditEntry, Caller } from '../audit.ts';
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
export function createLogin(deps: LoginDeps): Login {
  const { accounts, passwords, throttle, issuer, audit, commit } = deps;
  const refuse = async (entry: Omit<AuditEntry, 'outcome'>): Promise<never> => {
    await audit.record({ ...entry, outcome: 'INVALID_CREDENTIALS' });
    throw errors.INVALID_CREDENTIALS();
  };

  const attempt = async (email: string, password: string, caller: Caller): Promise<AuthSession> => {
    const found = await accounts.findWithPassword({ email });
    const verified = found?.passwordHash ?? null;
    const matches = await passwords.verify(password, verified);
    const entry = { action: 'login', userId: found?.user.id ?? null, caller } as const;
    if (found === null || verified === null || !matches) return refuse(entry);
    const passwordHash = passwords.isOutdated(verified) ? await passwords.hash(password) : verified;
    const begun = await commit(async (mongoSession) => {
      const user = await accounts.replacePassword(found.user.id, verified, passwordHash, mongoSession);
      if (user === null) return null;
      await audit.record({ ...entry, outcome: 'success' }, mongoSession);
      return issuer.begin(user, caller, mongoSession);
    });
    return begun === null ? refuse(entry) : issuer.finish(begun);
  };

  return (credentials, caller) => {
    const email = normaliseEmail(credentials.email) ?? credentials.email;
    return throttle.guard(email, caller.ip, () => attempt(email, credentials.password, caller));
  };
}
