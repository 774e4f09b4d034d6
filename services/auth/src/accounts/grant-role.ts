import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Commit } from '@downbeat/shared/outbox';
import type { User } from '../generated/schemas.gen.ts';
import type { Revoker } from '../sessions/revoke.ts';
import type { Accounts } from './repository.ts';

export interface GrantRoleParts {
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly revoker: Revoker;
}

export type GrantRole = (user: User, role: User['role'], caller: Caller) => Promise<User>;

/** Changes a role and ends the account's sessions, whose tokens still name the old one. */
export const createGrantRole =
  ({ accounts, audit, commit, revoker }: GrantRoleParts): GrantRole =>
  async (user, role, caller) => {
    if (user.role === role) return user;
    const entry = { outcome: 'success', userId: user.id, caller };
    const changed = await commit(async (session) => {
      await audit.record({ ...entry, action: 'set-role' }, session);
      return accounts.setRole(user.id, role, session);
    });
    await revoker.revokeAll(user.id, 'role-change', { ...entry, action: 'end-session' });
    return changed ?? user;
  };
