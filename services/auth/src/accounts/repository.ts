import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { ClientSession, Db } from 'mongodb';
import type { User } from '../generated/schemas.gen.ts';
import { type AccountDocument, type Identity, type NewAccount, toUser } from './account.ts';

const COLLECTION = 'accounts';

export const accountIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { email: 1 }, name: 'email', unique: true },
    {
      key: { 'identities.issuer': 1, 'identities.subject': 1 },
      name: 'identity',
      unique: true,
      partialFilterExpression: { 'identities.subject': { $exists: true } },
    },
  ],
};

export interface SignInRecord {
  readonly user: User;
  readonly passwordHash: string | null;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Whether an insert failed because its e-mail address or identity is taken. */
export const isDuplicate = isDuplicateKey;

/** Accounts in MongoDB: documents stay in here, the API's users come out. */
export const createAccounts = (db: Db) => {
  const rows = db.collection<AccountDocument>(COLLECTION);
  const change = async (
    id: string,
    set: Partial<AccountDocument>,
    session?: ClientSession,
  ): Promise<User | null> => {
    const options = { returnDocument: 'after', ...(session && { session }) } as const;
    const row = await rows.findOneAndUpdate({ _id: id }, { $set: set }, options);
    return row && toUser(row);
  };
  return {
    insert: async (account: NewAccount, session: ClientSession): Promise<User> => {
      const row: AccountDocument = { ...account };
      await rows.insertOne(row, { session });
      return toUser(row);
    },
    find: async (id: string): Promise<User | null> => {
      const row = await rows.findOne({ _id: id });
      return row && toUser(row);
    },
    findByEmail: async (email: string): Promise<User | null> => {
      const row = await rows.findOne({ email });
      return row && toUser(row);
    },
    findForSignIn: async (email: string): Promise<SignInRecord | null> => {
      const row = await rows.findOne({ email });
      return row && { user: toUser(row), passwordHash: row.passwordHash };
    },
    findByIdentity: async ({ issuer, subject }: Identity): Promise<User | null> => {
      const row = await rows.findOne({ identities: { $elemMatch: { issuer, subject } } });
      return row && toUser(row);
    },
    rename: (id: string, displayName: string, session: ClientSession) => change(id, { displayName }, session),
    markVerified: (id: string, session: ClientSession) => change(id, { emailVerified: true }, session),
    setRole: (id: string, role: User['role'], session: ClientSession) => change(id, { role }, session),
    setPasswordHash: (id: string, passwordHash: string) => change(id, { passwordHash }),
    /** Null unless the address is confirmed at this very moment. */
    addIdentity: async (id: string, identity: Identity, session: ClientSession): Promise<User | null> => {
      const options = { returnDocument: 'after', session } as const;
      const row = await rows.findOneAndUpdate(
        { _id: id, emailVerified: true },
        { $push: { identities: identity } },
        options,
      );
      return row && toUser(row);
    },
  };
};
