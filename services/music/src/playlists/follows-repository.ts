import { newId } from '@downbeat/shared/ids';
import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import { slotIndex, writeWithinQuota } from '../quota.ts';

/** That an account follows a playlist of another. */
interface FollowDocument {
  _id: string;
  /** The account. Its name is that of {@link slotIndex}, which bounds the playlists that one account follows. */
  ownerId: string;
  slot: number;
  playlistId: string;
}

export const followIndexes: IndexDeclarations = {
  playlistFollows: [
    { key: { ownerId: 1, playlistId: 1 }, name: 'playlist of account', unique: true },
    { key: { playlistId: 1 }, name: 'playlist' },
    slotIndex,
  ],
};

/** Which accounts follow which playlists. */
export class FollowsRepository {
  readonly #follows: Collection<FollowDocument>;

  constructor(db: Db) {
    this.#follows = db.collection<FollowDocument>('playlistFollows');
  }

  /** @returns whether it is followed; false when the account follows `max` playlists already */
  async add(ownerId: string, playlistId: string, max: number): Promise<boolean> {
    const insert = async (slot: number): Promise<void> => {
      await this.#follows.insertOne({ _id: newId(), ownerId, slot, playlistId });
    };
    try {
      return (await writeWithinQuota(this.#follows, { ownerId, max }, insert)) === null;
    } catch (error) {
      // Another try of the same request was faster.
      if (isDuplicateKey(error)) return true;
      throw error;
    }
  }

  async has(ownerId: string, playlistId: string): Promise<boolean> {
    return (await this.#follows.findOne({ ownerId, playlistId }, { projection: { _id: 1 } })) !== null;
  }

  async removeMany(ownerId: string, playlistIds: readonly string[]): Promise<void> {
    await this.#follows.deleteMany({ ownerId, playlistId: { $in: [...playlistIds] } });
  }

  /** The ids of the playlists that an account follows. */
  async of(ownerId: string): Promise<string[]> {
    const found = await this.#follows.find({ ownerId }, { projection: { _id: 0, playlistId: 1 } }).toArray();
    return found.map(({ playlistId }) => playlistId);
  }

  async removePlaylist(playlistId: string): Promise<void> {
    await this.#follows.deleteMany({ playlistId });
  }
}
