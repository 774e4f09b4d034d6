import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { requireEmail } from '../accounts/email.ts';
import type { AuditEntry, Caller } from '../audit.ts';
import { errors } from '../errors.ts';
import { passwordChanged, passwordResetRequested } from '../events.ts';
import type { PasswordReset, User } from '../generated/schemas.gen.ts';
import { requireGoodPassword } from '../passwords/policy.ts';
import type { CheckedCode, CodeSlot, OneTimeCodes } from '../verification/code.ts';
import type { LoginDeps } from './login.ts';
import type { Revoker } from './revoke.ts';

export interface ResetPasswordDeps extends LoginDeps {
  readonly oneTimeCodes: OneTimeCodes;
  readonly revoker: Revoker;
}

export type ForgotPassword = (email: string, caller: Caller) => Promise<void>;
export type ResetPassword = (reset: PasswordReset, caller: Caller) => Promise<void>;

// By address, not by account, so that an address without account has a slot with the same limits.
const slotOf = (email: string): CodeSlot => ({
  purpose: 'reset-password',
  owner: createHash('sha256').update(email).digest('base64url'),
});

/** Longer than the work takes: the event that mails the code costs time that another address does not take. */
const ANSWER_AFTER_MS = 200;

/**
 * Mails a code to an address that has an account. For another address all steps are the same but for the event, so neither
 * the answer nor its time shows who has an account.
 * @throws RATE_LIMITED, VALIDATION_FAILED
 */
export function createForgotPassword(deps: ResetPasswordDeps): ForgotPassword {
  const { accounts, oneTimeCodes, outbox, audit, commit } = deps;

  const request = async (email: string, caller: Caller): Promise<void> => {
    const user = await accounts.findByEmail(email);
    const code = await oneTimeCodes.prepare(slotOf(email));
    const entry = {
      action: 'forgot-password',
      outcome: 'success',
      userId: user?.id ?? null,
      caller,
    } as const;
    await commit(async (mongoSession) => {
      const expiresAt = await oneTimeCodes.issue(code, mongoSession);
      await audit.record(entry, mongoSession);
      if (user) await outbox.add(mongoSession, passwordResetRequested(user, code.sealed, expiresAt));
    });
  };

  return async (givenEmail, caller) => {
    const email = requireEmail(givenEmail);
    await Promise.all([request(email, caller), setTimeout(ANSWER_AFTER_MS)]);
  };
}

/**
 * Sets a new password, confirms the address and ends all auth sessions. A wrong code and an address without account get
 * the same answer.
 * @throws CODE_INVALID, PASSWORD_REFUSED, RATE_LIMITED, VALIDATION_FAILED
 */
export function createResetPassword(deps: ResetPasswordDeps): ResetPassword {
  const { accounts, passwords, throttle, oneTimeCodes, revoker, outbox, audit, commit } = deps;

  const refuse = async (entry: Omit<AuditEntry, 'outcome'>): Promise<never> => {
    await audit.record({ ...entry, outcome: 'CODE_INVALID' });
    throw errors.CODE_INVALID();
  };

  const store = async (user: User, password: string, checked: CheckedCode, caller: Caller) => {
    const passwordHash = await passwords.hash(password);
    const entry = { outcome: 'success', userId: user.id, caller };
    return commit(async (mongoSession) => {
      if (!(await oneTimeCodes.consume(checked, mongoSession))) return null;
      const changed = await accounts.resetPassword(user.id, passwordHash, mongoSession);
      if (changed === null) return null;
      await audit.record({ ...entry, action: 'reset-password' }, mongoSession);
      await outbox.add(mongoSession, passwordChanged(changed));
      const ending = { ...entry, action: 'end-session' } as const;
      return revoker.endAll({ userId: user.id }, 'password-change', ending, mongoSession);
    });
  };

  const attempt = async (email: string, { code, newPassword }: PasswordReset, caller: Caller) => {
    const user = await accounts.findByEmail(email);
    const checked = await oneTimeCodes.check(slotOf(email), code);
    const entry = { action: 'reset-password', userId: user?.id ?? null, caller } as const;
    if (user === null || checked === null) return refuse(entry);
    // Only now: a refusal because of the display name shows that there is an account.
    requireGoodPassword('newPassword', newPassword, user);
    const ended = await store(user, newPassword, checked, caller);
    await revoker.announce(ended ?? (await refuse(entry)));
  };

  return (reset, caller) => {
    const email = requireEmail(reset.email);
    requireGoodPassword('newPassword', reset.newPassword, { email, displayName: '' });
    return throttle.guard(email, caller.ip, () => attempt(email, reset, caller));
  };
}
