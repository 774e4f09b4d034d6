import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { FastifyRequest } from 'fastify';
import type { ClientSession, Db } from 'mongodb';

/** The client behind a request, as far as the audit, the login throttle and the stored sessions need it. */
export interface Caller {
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

const MAX_USER_AGENT_LENGTH = 256;

export const callerOf = (request: FastifyRequest): Caller => ({
  ip: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT_LENGTH),
  requestId: request.id,
});

export type AuditAction =
  | 'register'
  | 'login'
  | 'login-google'
  | 'link-google'
  | 'refresh'
  | 'logout'
  | 'rename'
  | 'choose-mails'
  | 'unsubscribe'
  | 'verify-email'
  | 'resend-verification'
  | 'forgot-password'
  | 'reset-password'
  | 'change-password'
  | 'create-admin'
  | 'set-role'
  | 'end-session';

export interface AuditEntry {
  readonly action: AuditAction;
  /** `success`, or the code of the problem in the response. */
  readonly outcome: string;
  /** The account that was acted on; null when the attempt matched no account. */
  readonly userId: string | null;
  readonly caller: Caller;
}

interface AuditDocument extends Caller, Omit<AuditEntry, 'caller'> {
  _id: string;
  at: Date;
}

export type Audit = ReturnType<typeof createAudit>;

const COLLECTION = 'audit';
const KEPT_SECONDS = 400 * 24 * 3600;

export const auditIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { userId: 1, at: -1 }, name: 'by-user' },
    { key: { at: 1 }, name: 'ttl', expireAfterSeconds: KEPT_SECONDS },
  ],
};

/**
 * The append-only log of security events: actor, action, IP, request id, outcome. No function changes or removes an
 * entry; the database deletes it after 400 days. Entries hold no secrets: of the request itself only the User-Agent and the
 * request id are stored.
 */
export function createAudit(db: Db) {
  const entries = db.collection<AuditDocument>(COLLECTION);
  return {
    /** Adds an entry, inside the transaction when a `mongoSession` is given. */
    record: async (entry: AuditEntry, mongoSession?: ClientSession): Promise<void> => {
      const { action, outcome, userId, caller } = entry;
      const row = { _id: newId(), at: new Date(), action, outcome, userId, ...caller };
      await entries.insertOne(row, mongoSession === undefined ? {} : { session: mongoSession });
    },
  };
}
