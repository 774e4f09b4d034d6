import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Db } from 'mongodb';
import { opaqueTokenHash } from '../tokens.ts';

/** A sign-in whose browser was sent to Google and has not come back yet. */
export interface PendingSignIn {
  /** Where the browser goes in the end. */
  readonly redirectUri: string;
  /** The ID token must contain it: this proves that the token was made for this sign-in. */
  readonly nonce: string;
  /** The S256 challenge of the client (RFC 7636); null when it gave none. */
  readonly codeChallenge: string | null;
}

/** A finished sign-in whose tokens the client has not fetched yet. */
export interface FinishedSignIn {
  readonly userId: string;
  readonly codeChallenge: string | null;
}

/** Each row is deleted at `expiresAt`; its id is the SHA-256 of the state or of the code. */
interface OneTime {
  _id: string;
  readonly expiresAt: Date;
}

const STATES = 'googleStates';
const EXCHANGE_CODES = 'googleExchangeCodes';
const ttl = { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 } as const;

export const googleIndexes: IndexDeclarations = { [STATES]: [ttl], [EXCHANGE_CODES]: [ttl] };

/** By the clock of the database: another host, whose clock differs, may have written the time. */
const IN_TIME = { $gt: ['$expiresAt', '$$NOW'] };

/** An update that inserts the row. Literal, because a string of the client may begin with a dollar sign. */
const expiring = (row: { readonly _id: string }, lifeMs: number) => [
  { $replaceWith: { $mergeObjects: [{ $literal: row }, { expiresAt: { $add: ['$$NOW', lifeMs] } }] } },
];

export type SignIns = ReturnType<typeof createSignIns>;

/** The two one-time secrets of a Google sign-in: the state on the way to Google, the exchange code on the way back. */
export function createSignIns(db: Db) {
  const states = db.collection<PendingSignIn & OneTime>(STATES);
  const exchangeCodes = db.collection<FinishedSignIn & OneTime>(EXCHANGE_CODES);
  return {
    insertState: async (state: string, pending: PendingSignIn, lifeMs: number): Promise<void> => {
      const _id = opaqueTokenHash(state);
      await states.updateOne({ _id }, expiring({ _id, ...pending }, lifeMs), { upsert: true });
    },
    /** Returns the pending sign-in of a state, once. */
    takeState: async (state: string): Promise<PendingSignIn | null> =>
      states.findOneAndDelete({ _id: opaqueTokenHash(state), $expr: IN_TIME }),
    insertCode: async (code: string, finished: FinishedSignIn, lifeMs: number): Promise<void> => {
      const _id = opaqueTokenHash(code);
      await exchangeCodes.updateOne({ _id }, expiring({ _id, ...finished }, lifeMs), { upsert: true });
    },
    /**
     * Returns the user id of a code, once. The challenge is part of the query, so a client that has read the code
     * from a URL can neither use it nor invalidate it.
     */
    redeemCode: async (code: string, codeChallenge: string | null): Promise<string | null> => {
      const open = { _id: opaqueTokenHash(code), codeChallenge, $expr: IN_TIME };
      return (await exchangeCodes.findOneAndDelete(open))?.userId ?? null;
    },
  };
}
