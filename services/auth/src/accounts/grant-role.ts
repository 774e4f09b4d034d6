import type { ClientSession } from 'mongodb';
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

/** An operator may wait longer than a request: an account may have very many sessions. */
const DEADLINE_MS = 30_000;

/** Changes a role and ends the account's sessions, whose tokens still name the old one: both or neither. */
export const createGrantRole =
  ({ accounts, audit, commit, revoker }: GrantRoleParts): GrantRole =>
  async (user, role, caller) => {
    if (user.role === role) return user;
    const entry = { outcome: 'success', userId: user.id, caller };
    const change = async (session: ClientSession) => {
      await audit.record({ ...entry, action: 'set-role' }, session);
      const changed = await accounts.setRole(user.id, role, session);
      const endSession = { ...entry, action: 'end-session' } as const;
      return { changed, ended: await revoker.endAll(user.id, 'role-change', endSession, session) };
    };
    const { changed, ended } = await commit(change, { deadlineMs: DEADLINE_MS });
    await revoker.announce(ended);
    return changed ?? user;
  };
