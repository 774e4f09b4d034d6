import type { ClientSession, Collection, Db } from 'mongodb';
import { daysAfter } from '../library/play-rules.ts';
import { type Play, playKey } from '../library/play-records.ts';
import { toListen } from './listen.ts';
import {
  LISTEN_RETENTION_DAYS,
  MAX_WAITING,
  type ScrobblerDocument,
  type WaitingListenDocument,
} from './scrobble-records.ts';

/** The plays that wait to be submitted. */
export class WaitingListens {
  readonly #scrobblers: Collection<ScrobblerDocument>;
  readonly #waiting: Collection<WaitingListenDocument>;

  constructor(db: Db) {
    this.#scrobblers = db.collection<ScrobblerDocument>('scrobblers');
    this.#waiting = db.collection<WaitingListenDocument>('waitingListens');
  }

  /**
   * Keeps those of accounts that are connected, within the transaction that counts the plays: neither is there without the
   * other.
   */
  async add(plays: readonly Play[], mongoSession: ClientSession): Promise<void> {
    const session = { session: mongoSession };
    const userIds = [
      ...new Set(plays.filter(({ listened }) => listened !== null).map(({ userId }) => userId)),
    ];
    if (userIds.length === 0) return;
    const filter = { _id: { $in: userIds } };
    const connected = await this.#scrobblers.find(filter, { ...session, projection: { _id: 1 } }).toArray();
    if (connected.length === 0) return;
    const room = await this.#roomOf(
      connected.map(({ _id }) => _id),
      mongoSession,
    );
    const rows = plays.flatMap((play) => toRow(play, room));
    if (rows.length === 0) return;
    await this.#waiting.insertMany(rows, session);
    const added = [...new Set(rows.map(({ userId }) => userId))];
    await this.#scrobblers.updateMany({ _id: { $in: added } }, [{ $set: additionOf }], session);
  }

  /** How many more may wait, by account. */
  async #roomOf(userIds: readonly string[], mongoSession: ClientSession): Promise<Map<string, number>> {
    const counting = [
      { $match: { userId: { $in: userIds } } },
      { $group: { _id: '$userId', waiting: { $sum: 1 } } },
    ];
    const counted = this.#waiting.aggregate<{ _id: string; waiting: number }>(counting, {
      session: mongoSession,
    });
    const waiting = new Map((await counted.toArray()).map((row) => [row._id, row.waiting]));
    return new Map(userIds.map((userId) => [userId, MAX_WAITING - (waiting.get(userId) ?? 0)]));
  }

  /** The oldest first. */
  firstOf(userId: string, limit: number): Promise<WaitingListenDocument[]> {
    return this.#waiting.find({ userId }).sort({ startedAt: 1, _id: 1 }).limit(limit).toArray();
  }

  count(userId: string): Promise<number> {
    return this.#waiting.countDocuments({ userId }, { limit: MAX_WAITING });
  }

  async remove(rows: readonly Pick<WaitingListenDocument, '_id'>[]): Promise<void> {
    await this.#waiting.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  }

  /** One that was removed from the history is not submitted. */
  async removePlay(userId: string, id: string, mongoSession: ClientSession): Promise<void> {
    await this.#waiting.deleteOne({ _id: playKey(userId, id) }, { session: mongoSession });
  }

  async clear(userId: string, mongoSession: ClientSession): Promise<void> {
    await this.#waiting.deleteMany({ userId }, { session: mongoSession });
  }
}

/** What an addition to its queue changes in an account. A wait after a failure stays, and what was refused is not due. */
export const additionOf = {
  additions: { $add: [{ $ifNull: ['$additions', 0] }, 1] },
  dueAt: { $cond: [{ $ifNull: ['$refusedAt', false] }, '$$REMOVE', { $ifNull: ['$dueAt', '$$NOW'] }] },
};

function toRow(
  { id, userId, startedAt, listened }: Play,
  room: Map<string, number>,
): WaitingListenDocument[] {
  const left = room.get(userId) ?? 0;
  if (listened === null || left <= 0) return [];
  room.set(userId, left - 1);
  const expiresAt = daysAfter(startedAt, LISTEN_RETENTION_DAYS);
  const listen = { listened_at: Math.floor(startedAt.getTime() / 1000), ...toListen(listened) };
  return [{ _id: playKey(userId, id), userId, listen, startedAt, expiresAt }];
}
