import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Db } from 'mongodb';

/** What is kept of a refresh token: its hash, never itself. */
export interface RefreshTokenDocument {
  /** SHA-256 of the token. */
  _id: string;
  sessionId: string;
  /** Set at the first use; from then on the token only gives the successor that it gave already. */
  usedAt: Date | null;
  /** A token that nobody uses ends here. */
  idleUntil: Date;
}

const COLLECTION = 'refreshTokens';

export const refreshTokenIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { idleUntil: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

export type RefreshTokens = ReturnType<typeof createRefreshTokens>;

export const createRefreshTokens = (db: Db) => {
  const rows = db.collection<RefreshTokenDocument>(COLLECTION);
  return {
    insert: async (row: RefreshTokenDocument, session: ClientSession): Promise<void> => {
      await rows.insertOne(row, { session });
    },
    find: async (hash: string): Promise<RefreshTokenDocument | null> => rows.findOne({ _id: hash }),
    /**
     * Retires a token in favour of its successor. The successor is written first, and both writes may be repeated:
     * parallel uses, and a use after a crash between the two, all end with the same pair of rows.
     */
    rotate: async (hash: string, successor: RefreshTokenDocument, now: Date): Promise<void> => {
      const { _id, ...fields } = successor;
      await rows.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
      await rows.updateOne({ _id: hash, usedAt: null }, { $set: { usedAt: now } });
    },
  };
};
