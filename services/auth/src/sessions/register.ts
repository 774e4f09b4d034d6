import { isDuplicateKey } from '@downbeat/shared/mongo';
import { requireDisplayName } from '../accounts/display-name.ts';
import { requireEmail } from '../accounts/email.ts';
import { type NewAccount, newAccount } from '../accounts/repository.ts';
import type { Caller } from '../audit.ts';
import { DAY_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import { errors } from '../errors.ts';
import { userRegistered, verificationRequested } from '../events.ts';
import type { AuthSession, Registration } from '../generated/schemas.gen.ts';
import { requireGoodPassword } from '../passwords/policy.ts';
import type { OneTimeCodes } from '../verification/code.ts';
import { verificationSlot } from '../verification/verify-email.ts';
import type { LoginDeps } from './login.ts';

export interface RegisterDeps extends LoginDeps {
  readonly oneTimeCodes: OneTimeCodes;
  readonly config: Pick<Config, 'ARTIST_SIGNUP' | 'UNVERIFIED_ACCOUNT_DAYS'>;
}

export type Register = (registration: Registration, caller: Caller) => Promise<AuthSession>;

/** The fields of a registration in the form in which they are stored. */
function acceptRegistration(registration: Registration, { ARTIST_SIGNUP }: Pick<Config, 'ARTIST_SIGNUP'>) {
  const { password, role = 'listener' } = registration;
  const displayName = requireDisplayName(registration.displayName);
  const email = requireEmail(registration.email);
  if (role === 'artist' && ARTIST_SIGNUP === 'approval') throw errors.ARTIST_NEEDS_APPROVAL();
  requireGoodPassword('password', password, { email, displayName });
  return { email, displayName, password, role };
}

/**
 * Creates accounts, each with its first auth session, its welcome event and the code that confirms its e-mail. An account
 * whose e-mail is never confirmed expires, so that an address cannot be taken from its owner for good.
 */
export function createRegister(deps: RegisterDeps): Register {
  const { accounts, passwords, throttle, issuer, oneTimeCodes, outbox, audit, commit, config, clock } = deps;

  const store = async (account: NewAccount, caller: Caller): Promise<AuthSession> => {
    const code = await oneTimeCodes.prepare(verificationSlot(account._id));
    const begun = await commit(async (mongoSession) => {
      const user = await accounts.insert(account, mongoSession);
      await outbox.add(mongoSession, userRegistered(user));
      const expiresAt = await oneTimeCodes.issue(code, mongoSession);
      await outbox.add(mongoSession, verificationRequested(user, code.sealed, expiresAt));
      await audit.record({ action: 'register', outcome: 'success', userId: user.id, caller }, mongoSession);
      return issuer.begin(user, caller, mongoSession);
    });
    return issuer.finish(begun);
  };

  const refuseTaken = async (caller: Caller): Promise<never> => {
    await audit.record({ action: 'register', outcome: 'EMAIL_TAKEN', userId: null, caller });
    throw errors.EMAIL_TAKEN();
  };

  const attempt = async (
    { password, ...profile }: ReturnType<typeof acceptRegistration>,
    caller: Caller,
  ): Promise<AuthSession> => {
    const now = clock();
    const isTaken = (await accounts.findByEmail(profile.email)) !== null;
    if (isTaken && !(await accounts.deleteExpired(profile.email, new Date(now)))) return refuseTaken(caller);
    const passwordHash = await passwords.hash(password);
    try {
      const expiresAt = new Date(now + config.UNVERIFIED_ACCOUNT_DAYS * DAY_MS);
      return await store(newAccount({ ...profile, passwordHash, expiresAt }), caller);
    } catch (error) {
      // A parallel registration has taken the e-mail address since the check above.
      if (isDuplicateKey(error)) return refuseTaken(caller);
      throw error;
    }
  };

  return async (registration, caller) => {
    const accepted = acceptRegistration(registration, config);
    return throttle.guard(accepted.email, caller.ip, () => attempt(accepted, caller));
  };
}
