import type { ClientSession, Db } from 'mongodb';
import { v7 as newId } from 'uuid';
import { oneRecipient } from '../transport/address.ts';
import { mailCollection } from './collection.ts';
import { keyOf, messageIdOf } from './keys.ts';
import type { MailRequest, MailRow } from './mail.ts';

export interface Ledger {
  /**
   * Writes the mail down within the caller's transaction; nothing happens when it already stands there.
   * @throws InvalidAddress when the recipient is not one plain mailbox
   */
  enqueue(request: MailRequest, session: ClientSession): Promise<void>;
}

const withoutSecrets = ({ variables, ...request }: MailRequest) => request;

function newRow(request: MailRequest, messageIdDomain: string, now: Date): MailRow {
  const begin = { messageId: messageIdOf(request, messageIdDomain), attempts: 0, resends: 0 };
  const times = { createdAt: now, updatedAt: now, dueAt: now };
  if (request.expiresAt && request.expiresAt <= now) {
    const reason = 'expired before it was queued';
    const row = { ...withoutSecrets(request), ...begin, ...times };
    return { _id: newId(), ...row, state: 'expired', reason, finishedAt: now };
  }
  return { _id: newId(), ...request, ...begin, ...times, state: 'queued' };
}

/** The ledger's entrance: every mail that was ever asked for, once. */
export function createLedger(db: Db, messageIdDomain: string, now: () => Date = () => new Date()): Ledger {
  const mails = mailCollection(db);
  return {
    async enqueue(request, session) {
      oneRecipient(request.recipient);
      const { eventSource, eventId, template, recipient, ...rest } = newRow(request, messageIdDomain, now());
      await mails.updateOne(keyOf(request), { $setOnInsert: rest }, { upsert: true, session });
    },
  };
}
