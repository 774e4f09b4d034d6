import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { Binary, type ClientSession, type Db } from 'mongodb';

/** The one code that an account has for a purpose, and when it asked for codes lately. */
export interface CodeDocument {
  /** `<purpose>:<user id>`: a new code takes the old one's place. */
  _id: string;
  /** Keyed hash; null once the code has been used. */
  hash: Binary | null;
  attempts: number;
  expiresAt: Date;
  issuedAt: Date[];
  /** When nothing in here matters any more. */
  forgetAt: Date;
}

const COLLECTION = 'codes';

export const codeIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { forgetAt: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

export type Codes = ReturnType<typeof createCodes>;

export const createCodes = (db: Db) => {
  const rows = db.collection<CodeDocument>(COLLECTION);
  return {
    find: async (id: string, session: ClientSession): Promise<CodeDocument | null> =>
      rows.findOne({ _id: id }, { session }),
    put: async (row: CodeDocument, session: ClientSession): Promise<void> => {
      await rows.replaceOne({ _id: row._id }, row, { upsert: true, session });
    },
    /** Counts an attempt, and only then tells what to compare with; null when there is no attempt to be had. */
    takeAttempt: async (id: string, limit: number, now: Date): Promise<Uint8Array | null> => {
      const open = { _id: id, hash: { $ne: null }, attempts: { $lt: limit }, expiresAt: { $gt: now } };
      const row = await rows.findOneAndUpdate(open, { $inc: { attempts: 1 } }, { returnDocument: 'after' });
      return row?.hash?.buffer ?? null;
    },
    /** Uses a code up; false when somebody else just did, or it was replaced. */
    consume: async (id: string, hash: Buffer, session: ClientSession): Promise<boolean> => {
      const { modifiedCount } = await rows.updateOne(
        { _id: id, hash: new Binary(hash) },
        { $set: { hash: null } },
        { session },
      );
      return modifiedCount === 1;
    },
  };
};
