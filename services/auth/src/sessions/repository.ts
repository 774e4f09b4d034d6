import type { RevocationReason } from '@downbeat/shared/events';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Db } from 'mongodb';

/** One login: on one device, until it is signed out. Its id is the `sid` of every token. */
export interface SessionDocument {
  _id: string;
  userId: string;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastUsedAt: Date;
  /** However much it is used, a session ends here. */
  expiresAt: Date;
  revokedAt: Date | null;
  revokedFor: RevocationReason | null;
}

const COLLECTION = 'sessions';

export const sessionIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { userId: 1, createdAt: -1 }, name: 'by-user' },
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
  ],
};

export type Sessions = ReturnType<typeof createSessions>;

export const createSessions = (db: Db) => {
  const rows = db.collection<SessionDocument>(COLLECTION);
  return {
    insert: async (row: SessionDocument, session: ClientSession): Promise<void> => {
      await rows.insertOne(row, { session });
    },
    find: async (id: string): Promise<SessionDocument | null> => rows.findOne({ _id: id }),
    /** Notes the use of a session that is still good; null when it has ended. */
    touch: async (id: string, now: Date): Promise<SessionDocument | null> =>
      rows.findOneAndUpdate(
        { _id: id, revokedAt: null, expiresAt: { $gt: now } },
        { $set: { lastUsedAt: now } },
        { returnDocument: 'after' },
      ),
    /** Ends a session; null when it had ended before. */
    end: async (
      id: string,
      reason: RevocationReason,
      now: Date,
      session: ClientSession,
    ): Promise<SessionDocument | null> =>
      rows.findOneAndUpdate(
        { _id: id, revokedAt: null },
        { $set: { revokedAt: now, revokedFor: reason } },
        { returnDocument: 'after', session },
      ),
    listActiveIds: async (userId: string, now: Date, session: ClientSession): Promise<string[]> => {
      const found = rows.find(
        { userId, revokedAt: null, expiresAt: { $gt: now } },
        { projection: { _id: 1 }, session },
      );
      return (await found.toArray()).map((row) => row._id);
    },
  };
};
