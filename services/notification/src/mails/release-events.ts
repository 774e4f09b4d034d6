import type { EventContext, EventHandlers, EventOf } from '@downbeat/shared/messaging';
import { isPlainMailbox } from '@downbeat/shared/text';
import type { MailRequest } from './mail.ts';
import type { Contact, ReleaseContacts } from './release-contacts.ts';
import type { MailRepository } from './repository.ts';

/** The queue of events about releases, and about who wants mails of them. */
export const RELEASES_QUEUE = 'notification.releases';

const TEMPLATE = 'new-release';

type Released = EventOf<'downbeat.artist.released.v1'>;

function requestOf({ source, id, correlationid, data }: Released, contact: Contact): MailRequest {
  const { artistId, artistName, titles, trackCount } = data;
  const { userId, email: recipient, displayName } = contact;
  const key = { eventSource: source, eventId: id, template: TEMPLATE, recipient } as const;
  const variables = { displayName, release: { artistId, artistName, titles, trackCount } };
  return { ...key, correlationId: correlationid, userId, variables };
}

/** One bad address must not keep the mails from the others. */
function withAddress(contacts: readonly Contact[], { logger }: EventContext): Contact[] {
  return contacts.filter(({ userId, email }) => {
    const isMailbox = isPlainMailbox(email);
    if (!isMailbox) logger.warn({ userId }, 'a follower whose email is not one plain mailbox gets no mail');
    return isMailbox;
  });
}

/** Stores one mail for each follower who wants it, in the transaction that marks the event as processed. */
export function releaseHandlers(
  mails: Pick<MailRepository, 'enqueueAll' | 'withdraw'>,
  contacts: ReleaseContacts,
  wakeWorker: () => void,
): EventHandlers {
  return {
    'downbeat.user.release-mails-chosen.v1': async ({ data, time }, { mongoSession }) => {
      const { userId, email, displayName, isWanted } = data;
      const contact = isWanted ? { email, displayName } : null;
      const isLatest = await contacts.choose(userId, contact, new Date(time), mongoSession);
      if (isLatest && !isWanted) await mails.withdraw(userId, TEMPLATE, mongoSession);
    },
    'downbeat.user.renamed.v1': ({ data }, { mongoSession }) =>
      contacts.rename(data.userId, data.displayName, mongoSession),
    'downbeat.artist.released.v1': async (event, context) => {
      const { mongoSession } = context;
      context.afterCommit(wakeWorker);
      const followers = await contacts.among(event.data.followerIds, mongoSession);
      const requests = withAddress(followers, context).map((contact) => requestOf(event, contact));
      await mails.enqueueAll(requests, mongoSession);
    },
  };
}
