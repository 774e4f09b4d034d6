import type { Commit, Outbox } from '@downbeat/shared/outbox';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import { errors } from '../errors.ts';
import { userRegistered } from '../events.ts';
import type { AuthSession, Registration } from '../generated/schemas.gen.ts';
import type { PasswordHasher } from '../passwords/hasher.ts';
import { refusalOf } from '../passwords/policy.ts';
import type { SessionIssuer } from '../sessions/issue.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { CodeIssuer } from '../verification/issue-code.ts';
import { type NewAccount, newAccount, toUser } from './account.ts';
import { requireDisplayName } from './display-name.ts';
import { normaliseEmail } from './email.ts';
import { type Accounts, isDuplicate } from './repository.ts';

export interface RegisterParts {
  readonly accounts: Accounts;
  readonly passwords: PasswordHasher;
  readonly throttle: Throttle;
  readonly issuer: SessionIssuer;
  readonly codeIssuer: CodeIssuer;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly artistSignup: 'open' | 'approval';
}

export type Register = (registration: Registration, caller: Caller) => Promise<AuthSession>;

const badField = (field: string, message: string) => ({ errors: [{ in: 'body' as const, field, message }] });

/** What was asked for, in the form in which it is kept. */
const accepted = (registration: Registration, artistSignup: RegisterParts['artistSignup']) => {
  const { password, role = 'listener' } = registration;
  const displayName = requireDisplayName(registration.displayName);
  const email = normaliseEmail(registration.email);
  if (email === null) throw errors.VALIDATION_FAILED(badField('email', 'must be one plain e-mail address'));
  if (role === 'artist' && artistSignup === 'approval') throw errors.ARTIST_NEEDS_APPROVAL();
  const refusal = refusalOf(password, { email, displayName });
  if (refusal !== null) throw errors.PASSWORD_REFUSED(badField('password', refusal));
  return { email, displayName, password, role };
};

/** Creates accounts, each with its first session, its welcome and the code that confirms its address. */
export const createRegister = (parts: RegisterParts): Register => {
  const { accounts, passwords, throttle, issuer, codeIssuer, outbox, audit, commit, artistSignup } = parts;

  const store = async (account: NewAccount, caller: Caller): Promise<AuthSession> => {
    const code = await codeIssuer.prepare(toUser(account));
    return commit(async (session) => {
      const user = await accounts.insert(account, session);
      await outbox.add(session, userRegistered(user));
      await codeIssuer.issue(code, session);
      await audit.record({ action: 'register', outcome: 'success', userId: user.id, caller }, session);
      return issuer.begin(user, caller, session);
    });
  };

  const refuseTaken = async (caller: Caller): Promise<never> => {
    await audit.record({ action: 'register', outcome: 'EMAIL_TAKEN', userId: null, caller });
    throw errors.EMAIL_TAKEN();
  };

  const attempt = async (fields: ReturnType<typeof accepted>, caller: Caller): Promise<AuthSession> => {
    const { password, ...profile } = fields;
    if ((await accounts.findByEmail(profile.email)) !== null) return refuseTaken(caller);
    const passwordHash = await passwords.hash(password);
    try {
      return await store(newAccount({ ...profile, passwordHash }), caller);
    } catch (error) {
      if (isDuplicate(error)) return refuseTaken(caller);
      throw error;
    }
  };

  return async (registration, caller) => {
    const fields = accepted(registration, artistSignup);
    return throttle.guard(fields.email, caller.address, () => attempt(fields, caller));
  };
};
