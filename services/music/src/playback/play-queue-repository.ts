import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';

const COLLECTION = 'playQueues';
/** A queue that no device has saved for so long is deleted. */
const RETENTION_DAYS = 400;
const DAY_MS = 86_400_000;

export const playQueueIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
};

/** What a device plays, and where it is. */
export interface QueueContent {
  trackIds: readonly string[];
  /** Index of the current track; null when the queue is empty. */
  current: number | null;
  positionMs: number;
  /** The device that saved it, as it names itself. */
  changedBy: string | null;
}

export interface StoredQueue extends QueueContent {
  /** Of the account. */
  _id: string;
  /** Grows by one with each save. */
  revision: number;
  changedAt: Date;
  expiresAt: Date;
}

/** The play queues of all accounts, one document for each. */
export class PlayQueueRepository {
  readonly #queues: Collection<StoredQueue>;

  constructor(db: Db) {
    this.#queues = db.collection<StoredQueue>(COLLECTION);
  }

  find(userId: string): Promise<StoredQueue | null> {
    return this.#queues.findOne({ _id: userId });
  }

  /**
   * Replaces the queue.
   * @param revision that the queue must still have, 0 when there must be none; undefined: any
   * @returns null when it has another one
   */
  async save(
    userId: string,
    content: QueueContent,
    revision: number | undefined,
  ): Promise<StoredQueue | null> {
    const { trackIds, current, positionMs, changedBy } = content;
    const change = {
      ...{ trackIds, current, positionMs },
      // A literal, because the name of a device may begin with a dollar sign.
      changedBy: { $literal: changedBy },
      revision: { $add: [{ $ifNull: ['$revision', 0] }, 1] },
      changedAt: '$$NOW',
      expiresAt: { $add: ['$$NOW', RETENTION_DAYS * DAY_MS] },
    };
    const filter = { _id: userId, ...(revision !== undefined && { revision }) };
    const options = { upsert: (revision ?? 0) === 0, returnDocument: 'after' } as const;
    try {
      return await this.#queues.findOneAndUpdate(filter, [{ $set: change }], options);
    } catch (error) {
      // Another device has saved the first queue of the account.
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }
}
