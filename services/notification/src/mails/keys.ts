import { createHash } from 'node:crypto';
import type { MailRequest } from './mail.ts';

/** What makes a mail one and the same, however often its event arrives. */
export type MailKey = Pick<MailRequest, 'eventSource' | 'eventId' | 'template' | 'recipient'>;

export const keyOf = ({ eventSource, eventId, template, recipient }: MailKey): MailKey => ({
  eventSource,
  eventId,
  template,
  recipient,
});

/** RFC 5322 Message-ID: the same key always gives the same one, so a mail sent twice can be seen to be one. */
export function messageIdOf(key: MailKey, domain: string): string {
  const parts = [key.eventSource, key.eventId, key.template, key.recipient];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
  return `<${digest}@${domain}>`;
}
