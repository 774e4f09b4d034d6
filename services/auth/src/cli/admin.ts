import { CommandError } from '@downbeat/shared/lifecycle';
import { lengthBounds, lengthOf } from '@downbeat/shared/text';
import type { ClientSession } from 'mongodb';
import { acceptDisplayName, MAX_NAME_LENGTH } from '../accounts/display-name.ts';
import { normaliseEmail } from '../accounts/email.ts';
import { type AccountDeps, newAccount } from '../accounts/repository.ts';
import type { Caller } from '../audit.ts';
import { userRegistered } from '../events.ts';
import { Password, type User } from '../generated/schemas.gen.ts';
import type { PasswordHasher } from '../passwords/hasher.ts';
import { passwordRefusal } from '../passwords/policy.ts';
import type { Revoker } from '../sessions/revoke.ts';

export interface AdminRequest {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

export type AdminOutcome = 'created' | 'promoted' | 'unchanged';

const PASSWORD_LENGTH = lengthBounds(Password);

/**
 * Checks a request and returns it in the form in which it is stored.
 * @throws CommandError
 */
export function acceptAdminRequest(request: AdminRequest): AdminRequest {
  const { password } = request;
  const email = normaliseEmail(request.email);
  if (email === null) throw new CommandError('The e-mail address must be one plain address.');
  const displayName = acceptDisplayName(request.displayName);
  if (displayName === null) {
    const rule = 'no control characters, nor those that turn the direction of writing';
    throw new CommandError(`The name must have 1 to ${MAX_NAME_LENGTH} characters, ${rule}.`);
  }
  const { min, max } = PASSWORD_LENGTH;
  const length = lengthOf(password);
  if (length < min || length > max)
    throw new CommandError(`The password must have ${min} to ${max} characters.`);
  const refusal = passwordRefusal(password, { email, displayName });
  if (refusal !== null) throw new CommandError(`The password ${refusal}.`);
  return { email, displayName, password };
}

export interface AdminDeps extends AccountDeps {
  readonly revoker: Revoker;
}

/** A command may take longer than a request: an account can have very many auth sessions. */
const SET_ROLE_DEADLINE_MS = 30_000;

/** What an operator with access to the database can do. No route leads here, and there is no other way to be admin. */
export function createAdmin({ accounts, outbox, audit, commit, revoker }: AdminDeps) {
  /** Changes a role and ends the account's auth sessions, whose tokens name the old role, in one transaction. */
  const setRole = async (user: User, role: User['role'], caller: Caller): Promise<void> => {
    if (user.role === role) return;
    const entry = { outcome: 'success', userId: user.id, caller };
    const change = async (mongoSession: ClientSession) => {
      await audit.record({ ...entry, action: 'set-role' }, mongoSession);
      await accounts.setRole(user.id, role, mongoSession);
      const ending = { ...entry, action: 'end-session' } as const;
      return revoker.endAll({ userId: user.id }, 'role-change', ending, mongoSession);
    };
    await revoker.announce(await commit(change, { deadlineMs: SET_ROLE_DEADLINE_MS }));
  };

  const create = async (request: AdminRequest, passwords: PasswordHasher, caller: Caller): Promise<void> => {
    const { password, ...profile } = request;
    const passwordHash = await passwords.hash(password);
    const account = newAccount({ ...profile, role: 'admin', passwordHash, emailVerified: true });
    await commit(async (mongoSession) => {
      const user = await accounts.insert(account, mongoSession);
      await outbox.add(mongoSession, userRegistered(user));
      const entry = { action: 'create-admin', outcome: 'success', userId: user.id, caller } as const;
      await audit.record(entry, mongoSession);
    });
  };

  return {
    setRole,
    /** Makes sure that an administrator with this e-mail address exists. An existing account keeps its password. */
    ensureAdmin: async (
      request: AdminRequest,
      passwords: PasswordHasher,
      caller: Caller,
    ): Promise<AdminOutcome> => {
      const existing = await accounts.findByEmail(request.email);
      if (existing === null) {
        await create(request, passwords, caller);
        return 'created';
      }
      if (existing.role === 'admin') return 'unchanged';
      await setRole(existing, 'admin', caller);
      return 'promoted';
    },
  };
}
