import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Db } from 'mongodb';
import { opaqueTokenHash } from '../tokens/opaque-token.ts';

interface ExchangeCodeDocument {
  /** SHA-256 of the code. */
  _id: string;
  userId: string;
  expiresAt: Date;
}

const COLLECTION = 'googleExchangeCodes';

export const exchangeCodeIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

export type ExchangeCodes = ReturnType<typeof createExchangeCodes>;

/** Codes that carry a finished sign-in through the browser's address bar, so that no token stands there. */
export const createExchangeCodes = (db: Db) => {
  const rows = db.collection<ExchangeCodeDocument>(COLLECTION);
  return {
    insert: async (code: string, userId: string, expiresAt: Date): Promise<void> => {
      await rows.insertOne({ _id: opaqueTokenHash(code), userId, expiresAt });
    },
    /** The account that the code stands for; works once. */
    redeem: async (code: string, now: Date): Promise<string | null> => {
      const row = await rows.findOneAndDelete({ _id: opaqueTokenHash(code), expiresAt: { $gt: now } });
      return row?.userId ?? null;
    },
  };
};
