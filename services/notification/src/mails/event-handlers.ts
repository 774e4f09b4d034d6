import {
  type EventContext,
  type EventHandlers,
  type EventOf,
  PermanentFailure,
} from '@downbeat/shared/events';
import { InvalidAddress } from '../transport/address.ts';
import type { Ledger } from './ledger.ts';
import type { MailRequest } from './mail.ts';

/** The queue of the events that a mail is sent for. */
export const MAIL_QUEUE = 'notification.mail';

type MailEvent = EventOf<
  | 'downbeat.user.registered.v1'
  | 'downbeat.user.verification-requested.v1'
  | 'downbeat.user.email-verified.v1'
>;
type Letter = Pick<MailRequest, 'template' | 'variables' | 'expiresAt'>;

const requestOf = ({ source, id, correlationid, data }: MailEvent, letter: Letter): MailRequest => ({
  eventSource: source,
  eventId: id,
  correlationId: correlationid,
  userId: data.userId,
  recipient: data.email,
  ...letter,
});

/** What each event is answered with: a row in the ledger, in the transaction that marks the event as handled. */
export function mailHandlers(ledger: Ledger, wake: () => void): EventHandlers {
  async function write(
    event: MailEvent,
    { session, afterCommit }: EventContext,
    letter: Letter,
  ): Promise<void> {
    // The row can be claimed only once it is committed.
    afterCommit(wake);
    await ledger.enqueue(requestOf(event, letter), session).catch((error: unknown) => {
      throw error instanceof InvalidAddress ? new PermanentFailure(error.message) : error;
    });
  }
  return {
    'downbeat.user.registered.v1': (event, context) => {
      const { displayName, role } = event.data;
      return write(event, context, {
        template: 'welcome',
        variables: { displayName, artist: role === 'artist' },
      });
    },
    'downbeat.user.verification-requested.v1': (event, context) => {
      const { displayName, sealedCode, expiresAt } = event.data;
      const letter = { template: 'verify-email' as const, variables: { displayName, sealedCode } };
      return write(event, context, { ...letter, expiresAt: new Date(expiresAt) });
    },
    'downbeat.user.email-verified.v1': (event, context) =>
      write(event, context, { template: 'email-verified', variables: {} }),
  };
}
