import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Db } from 'mongodb';
import { opaqueTokenHash } from '../tokens/opaque-token.ts';

/** A finished sign-in that a client is to collect. */
export interface Finished {
  readonly userId: string;
  /** S256 of the verifier that the client must bring (RFC 7636); null when it gave none. */
  readonly codeChallenge: string | null;
  readonly expiresAt: Date;
}

interface ExchangeCodeDocument extends Finished {
  /** SHA-256 of the code. */
  _id: string;
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
    insert: async (code: string, finished: Finished): Promise<void> => {
      await rows.insertOne({ _id: opaqueTokenHash(code), ...finished });
    },
    /**
     * The account that the code stands for; works once. The challenge is a part of the question, so whoever has read
     * the code off an address bar can neither use it nor use it up.
     */
    redeem: async (code: string, codeChallenge: string | null, now: Date): Promise<string | null> => {
      const open = { _id: opaqueTokenHash(code), codeChallenge, expiresAt: { $gt: now } };
      const row = await rows.findOneAndDelete(open);
      return row?.userId ?? null;
    },
  };
};
