import type { ClientSession, Collection, Db } from 'mongodb';
import type { Author } from './describe.ts';

interface ArtistRow {
  _id: string;
  name: string;
  /** Written only to make an upload and a renaming that go on at the same time meet. */
  heldAt?: Date;
}

/**
 * The names of accounts as auth's events tell them. A token is older than that: one issued before a renaming goes on
 * naming its owner as before for as long as it lives.
 */
export class ArtistNames {
  readonly #rows: Collection<ArtistRow>;

  constructor(db: Db) {
    this.#rows = db.collection<ArtistRow>('artists');
  }

  /** An account's name from now on. */
  async rename(artistId: string, name: string, session: ClientSession): Promise<void> {
    await this.#rows.updateOne({ _id: artistId }, { $set: { name } }, { session, upsert: true });
  }

  /** The name to publish under, which no renaming changes before the transaction is over; at first that of the token. */
  async hold({ id, name }: Author, session: ClientSession): Promise<string> {
    const change = { $setOnInsert: { name }, $currentDate: { heldAt: true } } as const;
    const options = { session, upsert: true, returnDocument: 'after' } as const;
    const row = await this.#rows.findOneAndUpdate({ _id: id }, change, options);
    return row?.name ?? name;
  }
}
