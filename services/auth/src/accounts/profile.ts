import type { Commit, Outbox } from '@downbeat/shared/outbox';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import { errors } from '../errors.ts';
import { userRenamed } from '../events.ts';
import type { User } from '../generated/schemas.gen.ts';
import { requireDisplayName } from './display-name.ts';
import type { Accounts } from './repository.ts';

export interface ProfileParts {
  readonly accounts: Accounts;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
}

export type Profile = ReturnType<typeof createProfile>;

// A token may outlive its account by minutes.
const existing = (user: User | null): User => {
  if (user === null) throw errors.UNAUTHENTICATED();
  return user;
};

export const createProfile = ({ accounts, outbox, audit, commit }: ProfileParts) => ({
  read: async (userId: string): Promise<User> => existing(await accounts.find(userId)),

  /**
   * The name changes here at once, in tokens at their next refresh, on tracks when the event has travelled.
   * @throws ProblemError VALIDATION_FAILED, UNAUTHENTICATED
   */
  rename: async (userId: string, wanted: string, caller: Caller): Promise<User> => {
    const displayName = requireDisplayName(wanted);
    return commit(async (session) => {
      const user = existing(await accounts.rename(userId, displayName, session));
      await outbox.add(session, userRenamed(user));
      await audit.record({ action: 'rename', outcome: 'success', userId, caller }, session);
      return user;
    });
  },
});
