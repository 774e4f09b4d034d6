import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import type { MailRow } from './mail.ts';

const COLLECTION = 'mails';
const KEEP_FINISHED_SECONDS = 30 * 24 * 60 * 60;

/** Mails that are still to be sent. */
export const UNFINISHED = { state: { $in: ['queued' as const, 'sending' as const] } };

export const mailIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { eventSource: 1, eventId: 1, template: 1, recipient: 1 }, name: 'key', unique: true },
    { key: { dueAt: 1 }, name: 'due', partialFilterExpression: UNFINISHED },
    { key: { expiresAt: 1 }, name: 'expiring', partialFilterExpression: UNFINISHED },
    { key: { state: 1, _id: -1 }, name: 'state' },
    { key: { finishedAt: 1 }, name: 'ttl', expireAfterSeconds: KEEP_FINISHED_SECONDS },
  ],
};

export const mailCollection = (db: Db): Collection<MailRow> => db.collection<MailRow>(COLLECTION);
