import type { ClientSession, Collection, Db } from 'mongodb';

/** The account that uploads a track, with the name in its access token. */
export interface Author {
  id: string;
  name: string;
}

export interface ArtistDocument {
  _id: string;
  name: string;
  /** A write that makes a simultaneous renaming fail and run again. */
  heldAt?: Date;
  /** The name for which a repair has checked the search terms of the tracks. A version before them does not remove it. */
  termsOf?: string;
}

/** The names of accounts, from auth's events. An access token may be older than a renaming, and keeps the old name. */
export class ArtistNames {
  readonly #artists: Collection<ArtistDocument>;

  constructor(db: Db) {
    this.#artists = db.collection<ArtistDocument>('artists');
  }

  async rename(artistId: string, name: string, mongoSession: ClientSession): Promise<void> {
    await this.#artists.updateOne(
      { _id: artistId },
      { $set: { name }, $unset: { termsOf: 1 } },
      { session: mongoSession, upsert: true },
    );
  }

  /** The name to publish under, which no renaming changes before the transaction ends. The first time it is the name in the token. */
  async lockForUpdate({ id, name }: Author, mongoSession: ClientSession): Promise<string> {
    const change = { $setOnInsert: { name }, $currentDate: { heldAt: true } } as const;
    const options = { session: mongoSession, upsert: true, returnDocument: 'after' } as const;
    const artist = await this.#artists.findOneAndUpdate({ _id: id }, change, options);
    return artist?.name ?? name;
  }
}
