import type { EventHandlers } from '@downbeat/shared/messaging';
import type { ReleaseContacts } from './release-contacts.ts';
import type { MailRepository } from './repository.ts';

/** The queue of events about releases, and about who wants mails of them. */
export const RELEASES_QUEUE = 'notification.releases';

/** Stores one mail for each follower who wants it, in the transaction that marks the event as processed. */
export function releaseHandlers(
  mails: Pick<MailRepository, 'enqueue'>,
  contacts: ReleaseContacts,
  wakeWorker: () => void,
): EventHandlers {
  return {
    'downbeat.user.release-mails-chosen.v1': ({ data, time }, { mongoSession }) => {
      const { userId, email, displayName, isWanted } = data;
      return contacts.choose(userId, isWanted ? { email, displayName } : null, new Date(time), mongoSession);
    },
    'downbeat.user.renamed.v1': ({ data }, { mongoSession }) =>
      contacts.rename(data.userId, data.displayName, mongoSession),
    'downbeat.artist.released.v1': async ({ source, id, correlationid, data }, context) => {
      const { followerIds, ...release } = data;
      const { mongoSession } = context;
      context.afterCommit(wakeWorker);
      for (const { userId, email, displayName } of await contacts.among(followerIds, mongoSession)) {
        const key = { eventSource: source, eventId: id, template: 'new-release', recipient: email } as const;
        const variables = { displayName, release };
        await mails.enqueue({ ...key, correlationId: correlationid, userId, variables }, mongoSession);
      }
    },
  };
}
