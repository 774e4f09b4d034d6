import { type App, requirePrincipal } from '@downbeat/shared/http';
import { type Caller, callerOf } from '../audit.ts';
import { errors } from '../errors.ts';
import { userRenamed } from '../events.ts';
import { operations } from '../generated/operations.gen.ts';
import type { User } from '../generated/schemas.gen.ts';
import { requireDisplayName } from './display-name.ts';
import type { AccountDeps } from './repository.ts';

export type Profile = ReturnType<typeof createProfile>;

// An access token stays valid for some minutes after its account was deleted.
function requireUser(user: User | null): User {
  if (user === null) throw errors.UNAUTHENTICATED();
  return user;
}

export function createProfile({ accounts, outbox, audit, commit }: AccountDeps) {
  return {
    read: async (userId: string): Promise<User> => requireUser(await accounts.find(userId)),

    /**
     * Changes the account at once, the access tokens at their next refresh, and tracks when the event arrives.
     * @throws ProblemError VALIDATION_FAILED, UNAUTHENTICATED
     */
    rename: async (userId: string, newName: string, caller: Caller): Promise<User> => {
      const displayName = requireDisplayName(newName);
      return commit(async (mongoSession) => {
        const user = requireUser(await accounts.rename(userId, displayName, mongoSession));
        await outbox.add(mongoSession, userRenamed(user));
        await audit.record({ action: 'rename', outcome: 'success', userId, caller }, mongoSession);
        return user;
      });
    },
  };
}

export function profileRoutes(app: App, profile: Profile): void {
  app.route({
    ...operations.getMe,
    handler: (request) => profile.read(requirePrincipal(request).userId),
  });

  app.route({
    ...operations.updateMe,
    handler: (request) =>
      profile.rename(requirePrincipal(request).userId, request.body.displayName, callerOf(request)),
  });
}
