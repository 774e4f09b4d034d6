import { CommandError } from '@downbeat/shared/lifecycle';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Commit, Outbox } from '@downbeat/shared/outbox';
import { lengthBounds, lengthOf } from '@downbeat/shared/text';
import { userRegistered } from '../events.ts';
import { Password, type User } from '../generated/schemas.gen.ts';
import type { PasswordHasher } from '../passwords/hasher.ts';
import { refusalOf } from '../passwords/policy.ts';
import { newAccount } from './account.ts';
import { acceptDisplayName, MAX_NAME_LENGTH } from './display-name.ts';
import { normaliseEmail } from './email.ts';
import type { GrantRole } from './grant-role.ts';
import type { Accounts } from './repository.ts';

export interface EnsureAdminParts {
  readonly accounts: Accounts;
  readonly passwords: PasswordHasher;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly grantRole: GrantRole;
}

export interface AdminRequest {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

export type AdminOutcome = 'created' | 'promoted' | 'unchanged';

/** What the command line was asked for and cannot do. Its message is for the person at the terminal. */
export class AdminRequestError extends CommandError {
  override name = 'AdminRequestError';
}

const PASSWORD_LENGTH = lengthBounds(Password);

/**
 * An administrator as they are to be kept.
 * @throws AdminRequestError
 */
export const acceptAdminRequest = ({
  email: address,
  displayName: name,
  password,
}: AdminRequest): AdminRequest => {
  const email = normaliseEmail(address);
  if (email === null) throw new AdminRequestError('The e-mail address must be one plain address.');
  const displayName = acceptDisplayName(name);
  if (displayName === null) {
    const rule = 'no control characters, nor those that turn the direction of writing';
    throw new AdminRequestError(`The name must have 1 to ${MAX_NAME_LENGTH} characters, ${rule}.`);
  }
  const { min, max } = PASSWORD_LENGTH;
  const length = lengthOf(password);
  if (length < min || length > max) {
    throw new AdminRequestError(`The password must have ${min} to ${max} characters.`);
  }
  const refusal = refusalOf(password, { email, displayName });
  if (refusal !== null) throw new AdminRequestError(`The password ${refusal}.`);
  return { email, displayName, password };
};

/**
 * Sees to it that an administrator with this address exists. The only way to that role, and reachable only by
 * whoever has the database. An account that exists keeps its password.
 */
export const createEnsureAdmin = (parts: EnsureAdminParts) => {
  const { accounts, passwords, outbox, audit, commit, grantRole } = parts;

  const create = async ({ email, displayName, password }: AdminRequest, caller: Caller): Promise<User> => {
    const passwordHash = await passwords.hash(password);
    const account = newAccount({ email, displayName, role: 'admin', passwordHash, emailVerified: true });
    return commit(async (session) => {
      const user = await accounts.insert(account, session);
      await outbox.add(session, userRegistered(user));
      await audit.record({ action: 'create-admin', outcome: 'success', userId: user.id, caller }, session);
      return user;
    });
  };

  return async (wanted: AdminRequest, caller: Caller): Promise<AdminOutcome> => {
    const existing = await accounts.findByEmail(wanted.email);
    if (existing === null) {
      await create(wanted, caller);
      return 'created';
    }
    if (existing.role === 'admin') return 'unchanged';
    await grantRole(existing, 'admin', caller);
    return 'promoted';
  };
};
