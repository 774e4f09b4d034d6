import {
  type DownbeatEvent,
  type EventContext,
  type EventHandlers,
  PermanentError,
} from '@downbeat/shared/messaging';
import { InvalidEmailError } from '../smtp/mailbox.ts';
import type { MailRequest } from './mail.ts';
import type { MailRepository } from './repository.ts';

/** The queues of this service: events that ask for a mail, and events that revoke an authSession. */
export const queues = { mails: 'notification.mail', revocations: 'notification.sessions' } as const;

type MailEvent = Extract<DownbeatEvent, { data: { userId: string; email: string } }>;
type CodeData = Extract<MailEvent, { data: { sealedCode: string } }>['data'];
type TemplateRequest = Pick<MailRequest, 'template' | 'variables' | 'expiresAt'>;

const requestOf = (
  { source, id, correlationid, data }: MailEvent,
  content: TemplateRequest,
): MailRequest => ({
  eventSource: source,
  eventId: id,
  correlationId: correlationid,
  userId: data.userId,
  recipient: data.email,
  ...content,
});

/** The part that the mails with a one-time code share. */
const codeContent = ({ displayName, sealedCode, expiresAt }: CodeData) => ({
  variables: { displayName, sealedCode },
  expiresAt: new Date(expiresAt),
});

/** Stores one mail per event, in the transaction that marks the event as processed. */
export function mailHandlers(mails: Pick<MailRepository, 'enqueue'>, wakeWorker: () => void): EventHandlers {
  async function store(event: MailEvent, context: EventContext, content: TemplateRequest): Promise<void> {
    // The worker sees the mail only after the commit.
    context.afterCommit(wakeWorker);
    await mails.enqueue(requestOf(event, content), context.mongoSession).catch((error: unknown) => {
      throw error instanceof InvalidEmailError ? new PermanentError(error.message) : error;
    });
  }
  return {
    'downbeat.user.registered.v1': (event, context) => {
      const { displayName, role } = event.data;
      const variables = { displayName, artist: role === 'artist' };
      return store(event, context, { template: 'welcome', variables });
    },
    'downbeat.user.verification-requested.v1': (event, context) =>
      store(event, context, { template: 'verify-email', ...codeContent(event.data) }),
    'downbeat.user.email-verified.v1': (event, context) =>
      store(event, context, { template: 'email-verified', variables: {} }),
    'downbeat.user.password-reset-requested.v1': (event, context) =>
      store(event, context, { template: 'reset-password', ...codeContent(event.data) }),
    'downbeat.user.password-changed.v1': (event, context) => {
      const { displayName } = event.data;
      return store(event, context, { template: 'password-changed', variables: { displayName } });
    },
  };
}
