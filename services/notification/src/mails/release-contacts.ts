import type { ClientSession, Db } from 'mongodb';

/** What is known of an account that has chosen whether it wants mails about releases. */
interface ContactDocument {
  _id: string;
  /** Only of one that wants them. */
  email?: string;
  displayName?: string;
  /** Events can arrive in another order after a failure: the choice of the latest counts. */
  chosenAt: Date;
}

export interface Contact {
  userId: string;
  email: string;
  displayName: string;
}

export type ReleaseContacts = ReturnType<typeof createReleaseContacts>;

/** The addresses of the accounts that want mails about releases, from auth's events. */
export function createReleaseContacts(db: Db) {
  const contacts = db.collection<ContactDocument>('releaseContacts');
  return {
    /**
     * @param contact null for an account that wants no mails
     * @returns false when a later choice is known
     */
    async choose(
      userId: string,
      contact: Omit<Contact, 'userId'> | null,
      chosenAt: Date,
      mongoSession: ClientSession,
    ): Promise<boolean> {
      const options = { session: mongoSession };
      await contacts.updateOne({ _id: userId }, { $setOnInsert: { chosenAt } }, { ...options, upsert: true });
      const known = { _id: userId, chosenAt: { $lte: chosenAt } };
      const { matchedCount } = await contacts.replaceOne(known, { chosenAt, ...contact }, options);
      return matchedCount === 1;
    },

    async rename(userId: string, displayName: string, mongoSession: ClientSession): Promise<void> {
      const wanting = { _id: userId, email: { $exists: true } };
      await contacts.updateOne(wanting, { $set: { displayName } }, { session: mongoSession });
    },

    /** Those of these accounts that want mails. */
    async among(userIds: readonly string[], mongoSession: ClientSession): Promise<Contact[]> {
      const found = await contacts.find({ _id: { $in: [...userIds] } }, { session: mongoSession }).toArray();
      return found.flatMap(({ _id, email, displayName = '' }) =>
        email === undefined ? [] : [{ userId: _id, email, displayName }],
      );
    },
  };
}
