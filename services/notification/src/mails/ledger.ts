import { newId } from '@downbeat/shared/ids';
import type { ClientSession, Db } from 'mongodb';
import { oneRecipient } from '../transport/address.ts';
import { mailCollection } from './collection.ts';
import { keyOf, type MailKey, messageIdOf } from './keys.ts';
import type { MailRequest, MailRow } from './mail.ts';

export interface Ledger {
  /**
   * Writes the mail down within the caller's transaction; nothing happens when it already stands there.
   * @throws InvalidAddress when the recipient is not one plain mailbox
   */
  enqueue(request: MailRequest, session: ClientSession): Promise<void>;
}

/** A new row but for its key, which the upsert takes from its own filter. */
function newRow(request: MailRequest, messageIdDomain: string, now: Date): Omit<MailRow, keyof MailKey> {
  const { correlationId, userId, variables, expiresAt } = request;
  const row = {
    _id: newId(),
    messageId: messageIdOf(request, messageIdDomain),
    correlationId,
    userId,
    ...(expiresAt && { expiresAt }),
    attempts: 0,
    resends: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: now,
  };
  if (!expiresAt || expiresAt > now) return { ...row, state: 'queued', variables };
  return { ...row, state: 'expired', reason: 'its code had ended before the event arrived', finishedAt: now };
}

/** The ledger's entrance: every mail that was ever asked for, once. */
export function createLedger(db: Db, messageIdDomain: string, now: () => Date = () => new Date()): Ledger {
  const mails = mailCollection(db);
  return {
    async enqueue(request, session) {
      oneRecipient(request.recipient);
      const row = newRow(request, messageIdDomain, now());
      await mails.updateOne(keyOf(request), { $setOnInsert: row }, { upsert: true, session });
    },
  };
}
