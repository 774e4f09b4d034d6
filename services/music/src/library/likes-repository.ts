import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';

/** A like in MongoDB. Its id is a uuid v7, so the order of ids is the order in which tracks were liked. */
interface LikeDocument {
  _id: string;
  userId: string;
  trackId: string;
  likedAt: Date;
}

/** Makes the likes of one account run one after the other, and its follows of artists. */
export interface LibraryDocument {
  _id: string;
  heldAt?: Date;
}

export const likeIndexes: IndexDeclarations = {
  likes: [
    { key: { userId: 1, trackId: 1 }, name: 'track of user', unique: true },
    { key: { userId: 1, _id: -1 }, name: 'user' },
    { key: { trackId: 1 }, name: 'track' },
  ],
  libraries: [],
};

/** The likes of all accounts. */
export class LikeRepository {
  readonly #likes: Collection<LikeDocument>;
  readonly #libraries: Collection<LibraryDocument>;

  constructor(db: Db) {
    this.#likes = db.collection<LikeDocument>('likes');
    this.#libraries = db.collection<LibraryDocument>('libraries');
  }

  async has(userId: string, trackId: string): Promise<boolean> {
    return (await this.#likes.findOne({ userId, trackId }, { projection: { _id: 1 } })) !== null;
  }

  /** @returns null when the track is liked; otherwise how many the account likes already */
  async add(
    { userId, trackId, likedAt }: Omit<LikeDocument, '_id'>,
    max: number,
    mongoSession: ClientSession,
  ): Promise<number | null> {
    const session = { session: mongoSession };
    const hold = { $currentDate: { heldAt: true } } as const;
    await this.#libraries.updateOne({ _id: userId }, hold, { ...session, upsert: true });
    if ((await this.#likes.findOne({ userId, trackId }, session)) !== null) return null;
    const used = await this.#likes.countDocuments({ userId }, session);
    if (used >= max) return used;
    await this.#likes.insertOne({ _id: newId(), userId, trackId, likedAt }, session);
    return null;
  }

  async remove(userId: string, trackId: string): Promise<void> {
    await this.#likes.deleteOne({ userId, trackId });
  }

  /** The last liked first. `after` is the id of the last like of the previous page. */
  listOf(userId: string, limit: number, after: string | null): Promise<LikeDocument[]> {
    const filter = { userId, ...(after !== null && { _id: { $lt: after } }) };
    return this.#likes.find(filter).sort({ _id: -1 }).limit(limit).toArray();
  }

  /** Which of these tracks are liked. */
  async likedOf(userId: string, trackIds: readonly string[]): Promise<ReadonlySet<string>> {
    const filter = { userId, trackId: { $in: [...trackIds] } };
    const found = await this.#likes.find(filter, { projection: { _id: 0, trackId: 1 } }).toArray();
    return new Set(found.map(({ trackId }) => trackId));
  }

  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    await this.#likes.deleteMany({ trackId }, { session: mongoSession });
  }
}
