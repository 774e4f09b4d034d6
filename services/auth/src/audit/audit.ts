import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Db } from 'mongodb';
import type { Caller } from '../caller.ts';

export type AuditAction =
  | 'register'
  | 'login'
  | 'login-google'
  | 'link-google'
  | 'refresh'
  | 'logout'
  | 'rename'
  | 'verify-email'
  | 'resend-verification'
  | 'create-admin'
  | 'set-role'
  | 'end-session';

export interface AuditEntry {
  readonly action: AuditAction;
  /** `success`, or the code of the problem that was answered. */
  readonly outcome: string;
  /** Whose account; null when the attempt matched none. */
  readonly userId: string | null;
  readonly caller: Caller;
}

export interface Audit {
  /** With `session`, as part of that transaction. */
  record(entry: AuditEntry, session?: ClientSession): Promise<void>;
}

interface AuditDocument {
  _id: string;
  at: Date;
  action: AuditAction;
  outcome: string;
  userId: string | null;
  address: string;
  userAgent: string;
  requestId: string;
}

const COLLECTION = 'audit';

export const auditIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { userId: 1, at: -1 }, name: 'by-user' }],
};

/**
 * Who did what, from where, with what outcome. Rows are only ever added: there is no function that changes or
 * removes one. No secret goes into a row: of the request itself it holds only the caller's User-Agent and request id.
 */
export const createAudit = (db: Db): Audit => {
  const rows = db.collection<AuditDocument>(COLLECTION);
  return {
    record: async ({ action, outcome, userId, caller }, session) => {
      const { address, userAgent, requestId } = caller;
      const row = { _id: newId(), at: new Date(), action, outcome, userId, address, userAgent, requestId };
      await rows.insertOne(row, session === undefined ? {} : { session });
    },
  };
};
