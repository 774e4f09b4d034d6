import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Collection, Db, Filter } from 'mongodb';
import { insertWithinQuota, slotIndex } from '../../quota.ts';
import type { ListeningSessionRecord, LiveSnapshot } from '../model/room-state.ts';

const COLLECTION = 'listeningSessions';

export const listeningIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { inviteCode: 1 }, name: 'invite', unique: true },
    { key: { 'members.userId': 1, _id: -1 }, name: 'member' },
    { key: { ownerId: 1 }, name: 'owner' },
    slotIndex,
  ],
};

type ReadRow = Omit<ListeningSessionRecord, 'id'> & { _id: string; slot?: number };
type Row = ReadRow & {
  /** Users who joined by the invite code; the devices that listen now are live state. */
  members: { userId: string; joinedAt: Date }[];
};

/** Leaves out the members, up to a thousand, which no request needs. */
const projection = { members: 0 };

/** With a number: the limit is reached, and the owner has so many. */
export type InsertResult = 'inserted' | 'invite taken' | number;

function recordOf({ _id, slot: _slot, ...rest }: ReadRow): ListeningSessionRecord {
  // 0 in documents of versions that accepted tracks of less than a millisecond.
  const queue = rest.queue.map((item) => ({ ...item, durationMs: Math.max(item.durationMs, 1) }));
  return { id: _id, ...rest, queue };
}

/** Listening sessions in MongoDB: their members, and a copy of their live state to restore from. */
export class SessionRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /**
   * Stores a session, whose first member is its owner.
   * @param max how many sessions the owner may have
   */
  async insert(session: ListeningSessionRecord, max: number): Promise<InsertResult> {
    try {
      const { id, ...rest } = session;
      const members = [{ userId: session.ownerId, joinedAt: session.createdAt }];
      return (await insertWithinQuota(this.#rows, { _id: id, ...rest, members }, max)) ?? 'inserted';
    } catch (error) {
      if (isDuplicateKey(error)) return 'invite taken';
      throw error;
    }
  }

  find(sessionId: string): Promise<ListeningSessionRecord | null> {
    return this.#findOne({ _id: sessionId });
  }

  findForMember(sessionId: string, userId: string): Promise<ListeningSessionRecord | null> {
    return this.#findOne({ _id: sessionId, 'members.userId': userId });
  }

  findByInvite(inviteCode: string): Promise<ListeningSessionRecord | null> {
    return this.#findOne({ inviteCode });
  }

  /** A member's sessions, newest first, before the one with the given id. */
  async pageForMember(
    userId: string,
    before: string | undefined,
    limit: number,
  ): Promise<ListeningSessionRecord[]> {
    const filter = { 'members.userId': userId, ...(before === undefined ? {} : { _id: { $lt: before } }) };
    const rows = await this.#rows
      .find<ReadRow>(filter, { projection })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(recordOf);
  }

  /** Adds a user who is not a member yet, below the limit; false otherwise. */
  async addMember(sessionId: string, userId: string, limit: number): Promise<boolean> {
    const lastIndex = `members.${limit - 1}`;
    const { matchedCount } = await this.#rows.updateOne(
      { _id: sessionId, 'members.userId': { $ne: userId }, [lastIndex]: { $exists: false } },
      { $push: { members: { userId, joinedAt: new Date() } } },
    );
    return matchedCount === 1;
  }

  /** Several instances may write at once: the newest state is kept. */
  async saveLive(sessionId: string, live: LiveSnapshot): Promise<void> {
    const { epoch, revision } = live.timeline;
    const older = [
      { 'live.timeline.epoch': { $lt: epoch } },
      { 'live.timeline.epoch': epoch, 'live.timeline.revision': { $lt: revision } },
    ];
    await this.#rows.updateOne({ _id: sessionId, $or: older }, { $set: { live } });
  }

  async remove(sessionId: string): Promise<void> {
    await this.#rows.deleteOne({ _id: sessionId });
  }

  async #findOne(filter: Filter<Row>): Promise<ListeningSessionRecord | null> {
    const row = await this.#rows.findOne<ReadRow>(filter, { projection });
    return row === null ? null : recordOf(row);
  }
}
