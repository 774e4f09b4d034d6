import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import type { MailRow } from './mail.ts';

const collectionName = 'mails';
const keepFinishedSeconds = 30 * 24 * 60 * 60;
const unfinished = { state: { $in: ['queued', 'sending'] } };

export const mailIndexes: IndexDeclarations = {
  [collectionName]: [
    { key: { eventSource: 1, eventId: 1, template: 1, recipient: 1 }, name: 'key', unique: true },
    { key: { dueAt: 1 }, name: 'due', partialFilterExpression: unfinished },
    { key: { expiresAt: 1 }, name: 'expiring', partialFilterExpression: unfinished },
    { key: { state: 1, _id: -1 }, name: 'state' },
    { key: { finishedAt: 1 }, name: 'ttl', expireAfterSeconds: keepFinishedSeconds },
  ],
};

export const mailCollection = (db: Db): Collection<MailRow> => db.collection<MailRow>(collectionName);
