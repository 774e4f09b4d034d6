import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { LibraryDocument } from './likes-repository.ts';

/** That an account follows an artist. Its id is a uuid v7, so the order of ids is the order in which artists were followed. */
interface ArtistFollowDocument {
  _id: string;
  userId: string;
  artistId: string;
  /** Of the artist at that time, for when it has no tracks any more. */
  name: string;
  followedAt: Date;
}

/** The followers of an artist among some of the accounts: with one counter for all, they would wait for each other. */
interface FollowerCounter {
  _id: string;
  followers: number;
}

/** By the last digit of the id of the account. */
const COUNTERS = 16;
const counterId = (artistId: string, shard: string): string => `${artistId} ${shard}`;
const counterOf = (artistId: string, userId: string): string => counterId(artistId, userId.slice(-1));

export const artistFollowIndexes: IndexDeclarations = {
  artistFollows: [
    { key: { userId: 1, artistId: 1 }, name: 'artist of user', unique: true },
    { key: { userId: 1, _id: -1 }, name: 'user' },
    { key: { artistId: 1, _id: 1 }, name: 'artist' },
  ],
  followerCounters: [],
};

/** Which accounts follow which artists. */
export class ArtistFollowRepository {
  readonly #follows: Collection<ArtistFollowDocument>;
  readonly #counters: Collection<FollowerCounter>;
  readonly #libraries: Collection<LibraryDocument>;

  constructor(db: Db) {
    this.#follows = db.collection<ArtistFollowDocument>('artistFollows');
    this.#counters = db.collection<FollowerCounter>('followerCounters');
    this.#libraries = db.collection<LibraryDocument>('libraries');
  }

  async has(userId: string, artistId: string): Promise<boolean> {
    return (await this.#follows.findOne({ userId, artistId }, { projection: { _id: 1 } })) !== null;
  }

  /** @returns null when the artist is followed; otherwise how many the account follows already */
  async add(
    follow: Omit<ArtistFollowDocument, '_id'>,
    max: number,
    mongoSession: ClientSession,
  ): Promise<number | null> {
    const { userId, artistId } = follow;
    const session = { session: mongoSession };
    const hold = { $currentDate: { heldAt: true } } as const;
    await this.#libraries.updateOne({ _id: userId }, hold, { ...session, upsert: true });
    if ((await this.#follows.findOne({ userId, artistId }, session)) !== null) return null;
    const used = await this.#follows.countDocuments({ userId }, session);
    if (used >= max) return used;
    await this.#follows.insertOne({ _id: newId(), ...follow }, session);
    await this.#count(artistId, userId, 1, mongoSession);
    return null;
  }

  async remove(userId: string, artistId: string, mongoSession: ClientSession): Promise<void> {
    const { deletedCount } = await this.#follows.deleteOne({ userId, artistId }, { session: mongoSession });
    if (deletedCount > 0) await this.#count(artistId, userId, -1, mongoSession);
  }

  /** How many accounts follow the artist. */
  async followersOf(artistId: string): Promise<number> {
    const shards = Array.from({ length: COUNTERS }, (_, shard) => counterId(artistId, shard.toString(16)));
    const counters = await this.#counters.find({ _id: { $in: shards } }).toArray();
    return counters.reduce((sum, { followers }) => sum + followers, 0);
  }

  /** The last followed first. `after` is the id of the last one of the previous page. */
  listOf(userId: string, limit: number, after: string | null): Promise<ArtistFollowDocument[]> {
    const filter = { userId, ...(after !== null && { _id: { $lt: after } }) };
    return this.#follows.find(filter).sort({ _id: -1 }).limit(limit).toArray();
  }

  /** Accounts that follow the artist, in the order in which they began to, after a follow; null for the first ones. */
  followersAfter(
    artistId: string,
    after: string | null,
    limit: number,
  ): Promise<Pick<ArtistFollowDocument, '_id' | 'userId'>[]> {
    const filter = { artistId, ...(after !== null && { _id: { $gt: after } }) };
    return this.#follows
      .find(filter, { projection: { userId: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** The ids of all artists that the account follows, which its quota bounds. */
  async artistIdsOf(userId: string): Promise<string[]> {
    const found = this.#follows.find({ userId }, { projection: { _id: 0, artistId: 1 } });
    return (await found.toArray()).map(({ artistId }) => artistId);
  }

  async #count(artistId: string, userId: string, by: number, mongoSession: ClientSession): Promise<void> {
    const options = { session: mongoSession, upsert: true };
    await this.#counters.updateOne(
      { _id: counterOf(artistId, userId) },
      { $inc: { followers: by } },
      options,
    );
  }
}
