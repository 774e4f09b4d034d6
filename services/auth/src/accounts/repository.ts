import { newId } from '@downbeat/shared/ids';
import type { Commit, Outbox } from '@downbeat/shared/messaging';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Db, UpdateFilter } from 'mongodb';
import type { Audit } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { User } from '../generated/schemas.gen.ts';

/** A user at another provider. Issuer and subject never change, unlike an e-mail address. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

interface AccountDocument {
  _id: string;
  email: string;
  displayName: string;
  role: User['role'];
  emailVerified: boolean;
  /** PHC string; null for an account that can only sign in through a provider. */
  passwordHash: string | null;
  identities?: Identity[];
  /** When an account whose address was never confirmed is deleted. Absent once it is confirmed. */
  expiresAt?: Date;
  createdAt: Date;
  /** Whether it wants mails about releases. Absent until it has chosen. */
  releaseMails?: boolean;
  /** How often the password was verified. */
  passwordUses?: number;
}

export type NewAccount = Readonly<AccountDocument>;

export const newAccount = (
  fields: Pick<AccountDocument, 'email' | 'displayName' | 'role' | 'passwordHash'> & Partial<AccountDocument>,
): NewAccount => ({ emailVerified: false, ...fields, _id: newId(), createdAt: new Date() });

export const toUser = (row: NewAccount): User => ({
  id: row._id,
  email: row.email,
  displayName: row.displayName,
  role: row.role,
  emailVerified: row.emailVerified,
  releaseMails: row.releaseMails ?? false,
  createdAt: row.createdAt.toISOString(),
});

const COLLECTION = 'accounts';

export const accountIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { email: 1 }, name: 'email', unique: true },
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
    {
      key: { 'identities.issuer': 1, 'identities.subject': 1 },
      name: 'identity',
      unique: true,
      partialFilterExpression: { 'identities.subject': { $exists: true } },
    },
  ],
};

export interface PasswordAccount {
  readonly user: User;
  readonly passwordHash: string | null;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** What a change of an account needs: a transaction, and in it the account's events and an audit entry. */
export interface AccountDeps {
  readonly accounts: Accounts;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly clock: Clock;
}

const userOf = async (found: Promise<AccountDocument | null>): Promise<User | null> => {
  const row = await found;
  return row && toUser(row);
};

/** Accounts in MongoDB. Takes and returns the contract's users; only `findWithPassword` shows the password hash. */
export function createAccounts(db: Db) {
  const rows = db.collection<AccountDocument>(COLLECTION);

  const update = (
    filter: { _id: string; emailVerified?: true; passwordHash?: string },
    change: UpdateFilter<AccountDocument>,
    mongoSession?: ClientSession,
  ): Promise<User | null> => {
    const options = { returnDocument: 'after', ...(mongoSession && { session: mongoSession }) } as const;
    return userOf(rows.findOneAndUpdate(filter, change, options));
  };

  return {
    /** @throws MongoServerError (duplicate key) when the e-mail address or an identity has an account */
    insert: async (account: NewAccount, mongoSession: ClientSession): Promise<User> => {
      const row: AccountDocument = { ...account };
      await rows.insertOne(row, { session: mongoSession });
      return toUser(row);
    },
    /** Whether an expired account had the address. MongoDB deletes those once a minute; this frees the address at once. */
    deleteExpired: async (email: string, now: Date): Promise<boolean> => {
      const { deletedCount } = await rows.deleteOne({ email, expiresAt: { $lte: now } });
      return deletedCount === 1;
    },
    find: (id: string) => userOf(rows.findOne({ _id: id })),
    findByEmail: (email: string) => userOf(rows.findOne({ email })),
    findWithPassword: async (owner: { _id: string } | { email: string }): Promise<PasswordAccount | null> => {
      const row = await rows.findOne(owner);
      return row && { user: toUser(row), passwordHash: row.passwordHash };
    },
    findByIdentity: ({ issuer, subject }: Identity) =>
      userOf(rows.findOne({ identities: { $elemMatch: { issuer, subject } } })),
    rename: (_id: string, displayName: string, mongoSession: ClientSession) =>
      update({ _id }, { $set: { displayName } }, mongoSession),
    /** Null when there is no such account, or when it wants mails at an address that is not confirmed. */
    chooseReleaseMails: (_id: string, releaseMails: boolean, mongoSession: ClientSession) => {
      const filter = releaseMails ? ({ _id, emailVerified: true } as const) : { _id };
      return update(filter, { $set: { releaseMails } }, mongoSession);
    },
    markVerified: (_id: string, mongoSession: ClientSession) =>
      update({ _id }, { $set: { emailVerified: true }, $unset: { expiresAt: true } }, mongoSession),
    /** The operator who sets a role vouches for the account, so it no longer expires. */
    setRole: (_id: string, role: User['role'], mongoSession: ClientSession) =>
      update({ _id }, { $set: { role }, $unset: { expiresAt: true } }, mongoSession),
    /**
     * Replaces a hash that was just verified; null when the password has changed since. The counter makes it a write in any
     * case, so that a sign-in and a change of the password conflict instead of both taking effect.
     */
    replacePassword: (_id: string, verified: string, passwordHash: string, mongoSession: ClientSession) => {
      const change = { $set: { passwordHash }, $inc: { passwordUses: 1 } };
      return update({ _id, passwordHash: verified }, change, mongoSession);
    },
    /** For an owner who has proved that the e-mail address is theirs. */
    resetPassword: (_id: string, passwordHash: string, mongoSession: ClientSession) => {
      const change = { $set: { passwordHash, emailVerified: true }, $unset: { expiresAt: true } } as const;
      return update({ _id }, change, mongoSession);
    },
    /** Null when the account's e-mail address is not confirmed at the time of the update. */
    addIdentity: (_id: string, identity: Identity, mongoSession: ClientSession) =>
      update({ _id, emailVerified: true }, { $push: { identities: identity } }, mongoSession),
  };
}
