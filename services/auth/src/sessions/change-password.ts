import type { Principal } from '@downbeat/shared/http';
import type { User, PasswordChange } from '../generated/schemas.gen.ts';
import type { Caller } from '../audit.ts';
import { errors, invalidField } from '../errors.ts';
import { passwordChanged } from '../events.ts';
import { requireGoodPassword } from '../passwords/policy.ts';
import type { LoginDeps } from './login.ts';
import type { Revoker } from './revoke.ts';

export interface ChangePasswordDeps extends LoginDeps {
  readonly revoker: Revoker;
}

export type ChangePassword = (change: PasswordChange, principal: Owner, caller: Caller) => Promise<void>;

type Owner = Pick<Principal, 'userId' | 'authSessionId'>;

/**
 * Changes a password that its owner knows. Wrong guesses count like failed sign-ins: the holder of a stolen access token
 * must not find out the password.
 */
export function createChangePassword(deps: ChangePasswordDeps): ChangePassword {
  const { accounts, passwords, throttle, revoker, outbox, audit, commit } = deps;

  const refuse = async (userId: string, caller: Caller): Promise<never> => {
    await audit.record({ action: 'change-password', outcome: 'WRONG_PASSWORD', userId, caller });
    throw errors.WRONG_PASSWORD(invalidField('currentPassword', 'is not the password of this account'));
  };

  const store = async (user: User, passwordHash: string, verified: string, kept: Owner, caller: Caller) => {
    const entry = { outcome: 'success', userId: user.id, caller };
    return commit(async (mongoSession) => {
      const changed = await accounts.replacePassword(user.id, verified, passwordHash, mongoSession);
      if (changed === null) return null;
      await audit.record({ ...entry, action: 'change-password' }, mongoSession);
      await outbox.add(mongoSession, passwordChanged(user));
      const owner = { userId: user.id, keptId: kept.authSessionId };
      const ending = { ...entry, action: 'end-session' } as const;
      return revoker.endAll(owner, 'password-change', ending, mongoSession);
    });
  };

  return async ({ currentPassword, newPassword }, owner, caller) => {
    const found = await accounts.findWithPassword({ _id: owner.userId });
    if (found === null) throw errors.UNAUTHENTICATED();
    const { user, passwordHash: verified } = found;
    if (verified === null) {
      throw errors.NO_PASSWORD({
        detail: 'It signs in with Google. A code for a forgotten password sets one.',
      });
    }
    requireGoodPassword('newPassword', newPassword, user);
    await throttle.guard(user.email, caller.ip, async () => {
      if (!(await passwords.verify(currentPassword, verified))) return refuse(user.id, caller);
      const ended = await store(user, await passwords.hash(newPassword), verified, owner, caller);
      // Null when another request has changed the password since it was verified.
      return ended === null ? refuse(user.id, caller) : revoker.announce(ended);
    });
  };
}
