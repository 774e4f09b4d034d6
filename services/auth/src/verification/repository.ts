import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { Binary, type ClientSession, type Db } from 'mongodb';

/** The current code of an account for one purpose, and when its last codes were issued. */
interface CodeDocument {
  /** `<purpose>:<user id>`, so a new code replaces the old one. */
  _id: string;
  /** Keyed hash; null once the code has been used. */
  hash: Binary | null;
  attempts: number;
  expiresAt: Date;
  issuedAt: Date[];
  /** When the row is deleted: the code has expired and no entry of `issuedAt` counts any more. */
  forgetAt: Date;
}

/** A row while a transaction replaces its code; one of a new slot has nothing else yet. */
interface LockedSlot extends Partial<Pick<CodeDocument, 'issuedAt'>> {
  _id: string;
  /** The time by the clock of the database, which all hosts share. */
  lockedAt: Date;
}

const COLLECTION = 'codes';

export const codeIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { forgetAt: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

export type Codes = ReturnType<typeof createCodes>;

export function createCodes(db: Db) {
  const rows = db.collection<CodeDocument>(COLLECTION);
  const slots = db.collection<LockedSlot>(COLLECTION);
  return {
    lockForUpdate: async (id: string, mongoSession: ClientSession): Promise<LockedSlot> => {
      const locked = await slots.findOneAndUpdate({ _id: id }, [{ $set: { lockedAt: '$$NOW' } }], {
        upsert: true,
        returnDocument: 'after',
        session: mongoSession,
      });
      if (locked === null) throw new Error('an upsert returned nothing');
      return locked;
    },
    put: async (row: CodeDocument, mongoSession: ClientSession): Promise<void> => {
      await rows.replaceOne({ _id: row._id }, row, { upsert: true, session: mongoSession });
    },
    /** Counts an attempt, then returns the hash to compare with; null when no attempt is left. */
    takeAttempt: async (id: string, limit: number): Promise<Uint8Array | null> => {
      const isInTime = { $gt: ['$expiresAt', '$$NOW'] };
      const open = { _id: id, hash: { $ne: null }, attempts: { $lt: limit }, $expr: isInTime };
      const row = await rows.findOneAndUpdate(open, { $inc: { attempts: 1 } }, { returnDocument: 'after' });
      return row?.hash?.buffer ?? null;
    },
    /** Marks a code as used; false when a parallel request used it or a new code replaced it. */
    consume: async (id: string, hash: Buffer, mongoSession: ClientSession): Promise<boolean> => {
      const { modifiedCount } = await rows.updateOne(
        { _id: id, hash: new Binary(hash) },
        { $set: { hash: null } },
        { session: mongoSession },
      );
      return modifiedCount === 1;
    },
  };
}
