import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Db } from 'mongodb';
import { opaqueTokenHash } from '../tokens/opaque-token.ts';

/** A sign-in that has been sent to Google and is awaited back. */
export interface PendingSignIn {
  /** Where the browser goes in the end. */
  readonly redirectUri: string;
  /** Must stand in the ID token: it was made for this sign-in. */
  readonly nonce: string;
  /** Whose verifier the exchange must bring; null when the client gave none. */
  readonly codeChallenge: string | null;
}

interface StateDocument extends PendingSignIn {
  /** SHA-256 of the state. */
  _id: string;
  expiresAt: Date;
}

const COLLECTION = 'googleStates';

export const stateIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

export type States = ReturnType<typeof createStates>;

export const createStates = (db: Db) => {
  const rows = db.collection<StateDocument>(COLLECTION);
  return {
    insert: async (state: string, pending: PendingSignIn, expiresAt: Date): Promise<void> => {
      await rows.insertOne({ _id: opaqueTokenHash(state), ...pending, expiresAt });
    },
    /** Works once per state. */
    take: async (state: string, now: Date): Promise<PendingSignIn | null> =>
      rows.findOneAndDelete({ _id: opaqueTokenHash(state), expiresAt: { $gt: now } }),
  };
};
