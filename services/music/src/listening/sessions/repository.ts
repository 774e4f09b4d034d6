import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Db } from 'mongodb';
import { insertIntoSlot, slotIndex, takenSlots, type TakenSlots } from '../../slots.ts';
import type { LiveSnapshot, SessionRecord } from './session.ts';

const COLLECTION = 'listeningSessions';

export const listeningIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { inviteCode: 1 }, name: 'invite', unique: true },
    { key: { 'members.userId': 1, _id: -1 }, name: 'member' },
    { key: { ownerId: 1 }, name: 'owner' },
    slotIndex,
  ],
};

type Row = Omit<SessionRecord, 'id'> & { _id: string; slot?: number };

export type Insertion = 'inserted' | 'invite taken' | 'limit reached';

function recordOf({ _id, slot: _slot, ...rest }: Row): SessionRecord {
  return { id: _id, ...rest };
}

function rowOf({ id, ...rest }: SessionRecord): Row {
  return { _id: id, ...rest };
}

/** Sessions in MongoDB: who belongs to them, and a copy of their live state to restore from. */
export class SessionRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  get #rows() {
    return this.#db.collection<Row>(COLLECTION);
  }

  /** @param most how many sessions the owner may have */
  async insert(session: SessionRecord, most: number): Promise<Insertion> {
    try {
      const { ownerId } = session;
      const inserted = await insertIntoSlot(most, {
        taken: async () => (await this.#rows.aggregate<TakenSlots>(takenSlots(ownerId)).toArray())[0],
        insert: (slot) => this.#rows.insertOne({ ...rowOf(session), slot }),
      });
      return inserted ? 'inserted' : 'limit reached';
    } catch (error) {
      if (isDuplicateKey(error)) return 'invite taken';
      throw error;
    }
  }

  async find(sessionId: string): Promise<SessionRecord | null> {
    const row = await this.#rows.findOne({ _id: sessionId });
    return row === null ? null : recordOf(row);
  }

  async findForMember(sessionId: string, userId: string): Promise<SessionRecord | null> {
    const row = await this.#rows.findOne({ _id: sessionId, 'members.userId': userId });
    return row === null ? null : recordOf(row);
  }

  async findByInvite(inviteCode: string): Promise<SessionRecord | null> {
    const row = await this.#rows.findOne({ inviteCode });
    return row === null ? null : recordOf(row);
  }

  /** A member's sessions, newest first, before the one with the given id. */
  async pageForMember(userId: string, before: string | undefined, limit: number): Promise<SessionRecord[]> {
    const filter = { 'members.userId': userId, ...(before === undefined ? {} : { _id: { $lt: before } }) };
    const rows = await this.#rows.find(filter).sort({ _id: -1 }).limit(limit).toArray();
    return rows.map(recordOf);
  }

  /** Once per user, and only while there is room; false otherwise. */
  async addMember(sessionId: string, userId: string, limit: number): Promise<boolean> {
    const lastPlace = `members.${limit - 1}`;
    const { matchedCount } = await this.#rows.updateOne(
      { _id: sessionId, 'members.userId': { $ne: userId }, [lastPlace]: { $exists: false } },
      { $push: { members: { userId, joinedAt: new Date() } } },
    );
    return matchedCount === 1;
  }

  /** Keeps the newest of what several instances write at once. */
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
}
