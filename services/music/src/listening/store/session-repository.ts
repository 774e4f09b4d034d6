import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Collection, Db, Filter } from 'mongodb';
import type { RepeatMode } from '../../generated/listening.schemas.gen.ts';
import { insertWithinQuota, slotIndex } from '../../quota.ts';
import type { ListeningSessionHead, ListeningSessionRecord, SavedState } from '../model/room-state.ts';

const COLLECTION = 'listeningSessions';

export const listeningIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { inviteCode: 1 }, name: 'invite', unique: true },
    { key: { 'members.userId': 1, _id: -1 }, name: 'member' },
    { key: { ownerId: 1 }, name: 'owner' },
    slotIndex,
  ],
};

type HeadRow = Omit<ListeningSessionHead, 'id' | 'repeat'> & {
  _id: string;
  slot?: number;
  /** Missing in documents of versions without it. */
  repeat?: RepeatMode;
};
type ReadRow = HeadRow & Pick<ListeningSessionRecord, 'queue'>;
type Row = ReadRow & {
  /** Users who joined by the invite code; the devices that listen now are live state. */
  members: { userId: string; joinedAt: Date }[];
};

/** Leaves out the members and the queue, up to a thousand each, which no request needs. */
const headProjection = { members: 0, queue: 0 };

/** With a number: the limit is reached, and the owner has so many. */
export type InsertResult = 'inserted' | 'invite taken' | number;

function headOf<T extends HeadRow>({ _id, slot: _slot, ...rest }: T) {
  return { id: _id, ...rest, repeat: rest.repeat ?? ('off' as const) };
}

function recordOf(row: ReadRow): ListeningSessionRecord {
  const { queue, ...head } = headOf(row);
  // 0 in documents of versions that accepted tracks of less than a millisecond.
  return { ...head, queue: queue.map((item) => ({ ...item, durationMs: Math.max(item.durationMs, 1) })) };
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

  /** With the queue, to restore live state from. */
  async find(sessionId: string): Promise<ListeningSessionRecord | null> {
    const row = await this.#rows.findOne<ReadRow>({ _id: sessionId }, { projection: { members: 0 } });
    return row === null ? null : recordOf(row);
  }

  findForMember(sessionId: string, userId: string): Promise<ListeningSessionHead | null> {
    return this.#findHead({ _id: sessionId, 'members.userId': userId });
  }

  findByInvite(inviteCode: string): Promise<ListeningSessionHead | null> {
    return this.#findHead({ inviteCode });
  }

  /** A member's sessions, newest first, before the one with the given id. */
  async pageForMember(
    userId: string,
    before: string | undefined,
    limit: number,
  ): Promise<ListeningSessionHead[]> {
    const filter = { 'members.userId': userId, ...(before === undefined ? {} : { _id: { $lt: before } }) };
    const rows = await this.#rows
      .find<HeadRow>(filter, { projection: headProjection })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(headOf);
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
  async saveLive(sessionId: string, { timeline, reference, room }: SavedState): Promise<void> {
    const { epoch, revision } = timeline;
    // Also of the same revision: an earlier version saves it without the queue.
    const older = [
      { 'live.timeline.epoch': { $lt: epoch } },
      { 'live.timeline.epoch': epoch, 'live.timeline.revision': { $lte: revision } },
    ];
    const live = { timeline, reference, writtenAt: new Date() };
    const { queue, repeat } = room;
    await this.#rows.updateOne({ _id: sessionId, $or: older }, { $set: { live, queue, repeat } });
  }

  async remove(sessionId: string): Promise<void> {
    await this.#rows.deleteOne({ _id: sessionId });
  }

  async #findHead(filter: Filter<Row>): Promise<ListeningSessionHead | null> {
    const row = await this.#rows.findOne<HeadRow>(filter, { projection: headProjection });
    return row === null ? null : headOf(row);
  }
}
