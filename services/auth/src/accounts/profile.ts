import { commonErrors } from '@downbeat/shared/errors';
import { type App, requirePrincipal } from '@downbeat/shared/http';
import { unsubscribedUser } from '@downbeat/shared/unsubscribe';
import type { ClientSession } from 'mongodb';
import { type Caller, callerOf } from '../audit.ts';
import { errors } from '../errors.ts';
import { releaseMailsChosen, releaseMailsEnded, userRenamed } from '../events.ts';
import { operations } from '../generated/operations.gen.ts';
import type { ProfileChange, User } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { requireDisplayName } from './display-name.ts';
import type { AccountDeps } from './repository.ts';

/** Of the form that a mail program sends, which is ignored. */
const MAX_FORM_BYTES = 1024;

export type Profile = ReturnType<typeof createProfile>;

// An access token stays valid for some minutes after its account was deleted.
function requireUser(user: User | null): User {
  if (user === null) throw errors.UNAUTHENTICATED();
  return user;
}

/** @param jwtSecret of the links in mails */
export function createProfile({ accounts, outbox, audit, commit }: AccountDeps, jwtSecret: string) {
  const rename = async (userId: string, displayName: string, caller: Caller, mongoSession: ClientSession) => {
    const user = requireUser(await accounts.rename(userId, displayName, mongoSession));
    await outbox.add(mongoSession, userRenamed(user));
    await audit.record({ action: 'rename', outcome: 'success', userId, caller }, mongoSession);
    return user;
  };

  const chooseMails = async (
    userId: string,
    isWanted: boolean,
    caller: Caller,
    mongoSession: ClientSession,
  ) => {
    const user = await accounts.chooseReleaseMails(userId, isWanted, mongoSession);
    if (user === null) {
      requireUser(await accounts.find(userId));
      throw commonErrors.EMAIL_NOT_VERIFIED();
    }
    await outbox.add(mongoSession, releaseMailsChosen(user));
    await audit.record({ action: 'choose-mails', outcome: 'success', userId, caller }, mongoSession);
    return user;
  };

  return {
    read: async (userId: string): Promise<User> => requireUser(await accounts.find(userId)),

    /**
     * Changes the account at once, the access tokens at their next refresh, and tracks when the event arrives.
     * @throws ProblemError VALIDATION_FAILED, UNAUTHENTICATED, EMAIL_NOT_VERIFIED
     */
    change: async (userId: string, what: ProfileChange, caller: Caller): Promise<User> => {
      const { displayName, releaseMails } = what;
      const newName = displayName === undefined ? null : requireDisplayName(displayName);
      return commit(async (mongoSession) => {
        let user: User | null = null;
        if (newName !== null) user = await rename(userId, newName, caller, mongoSession);
        if (releaseMails !== undefined) user = await chooseMails(userId, releaseMails, caller, mongoSession);
        return requireUser(user);
      });
    },

    /** Also when the account is gone: other services may know it still. @throws ProblemError CODE_INVALID */
    unsubscribe: async (token: string, caller: Caller): Promise<void> => {
      const userId = unsubscribedUser(jwtSecret, token);
      if (userId === null) throw errors.CODE_INVALID();
      await commit(async (mongoSession) => {
        const user = await accounts.chooseReleaseMails(userId, false, mongoSession);
        await outbox.add(mongoSession, user === null ? releaseMailsEnded(userId) : releaseMailsChosen(user));
        await audit.record({ action: 'unsubscribe', outcome: 'success', userId, caller }, mongoSession);
      });
    },
  };
}

interface ProfileRouteDeps {
  limits: RateLimits;
  /** The screen of the page that turns mails on and off. */
  accountUrl: string;
}

export function profileRoutes(app: App, profile: Profile, deps: ProfileRouteDeps): void {
  app.route({
    ...operations.getMe,
    handler: (request) => profile.read(requirePrincipal(request).userId),
  });

  app.route({
    ...operations.updateMe,
    handler: (request) => profile.change(requirePrincipal(request).userId, request.body, callerOf(request)),
  });

  void app.register((instance, _options, done) => {
    unsubscribeRoutes(instance, profile, deps);
    done();
  });
}

/** @param app of which no other route reads a body */
function unsubscribeRoutes(app: App, profile: Profile, { limits, accountUrl }: ProfileRouteDeps): void {
  // Mail programs send `List-Unsubscribe=One-Click` as a form of either kind (RFC 8058, 3.2), which says nothing that the
  // URL does not.
  app.removeAllContentTypeParsers();
  const body = { parseAs: 'buffer', bodyLimit: MAX_FORM_BYTES } as const;
  app.addContentTypeParser('*', body, (_request, _body, parsed) => parsed(null, undefined));

  app.route({
    ...operations.openUnsubscribe,
    config: { ...operations.openUnsubscribe.config, rateLimit: limits.unsubscribe },
    handler: async (_request, reply) => reply.redirect(accountUrl, 303),
  });

  app.route({
    ...operations.unsubscribe,
    config: { ...operations.unsubscribe.config, rateLimit: limits.unsubscribe },
    handler: async (request, reply) => {
      await profile.unsubscribe(request.query.token, callerOf(request));
      return reply.code(204).send();
    },
  });
}
