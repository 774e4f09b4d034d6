import type { Collection, Db } from 'mongodb';
import { limits } from '../model/limits.ts';
import { atVersion, COLLECTION, type MemberRow, placeFor, type SessionRow } from './session-rows.ts';

/** A user who joins without an account. */
export type NewGuest = Required<Omit<MemberRow, 'joinedAt'>>;

/** The guests of listening sessions in MongoDB: members with an end. */
export class GuestRepository {
  readonly #rows: Collection<SessionRow>;

  constructor(db: Db) {
    this.#rows = db.collection<SessionRow>(COLLECTION);
  }

  /**
   * Adds a guest, if the access is the one that was read, and there is a place among the guests and the members; false
   * otherwise.
   * @param version of the access
   */
  async addGuest(sessionId: string, version: number, guest: NewGuest): Promise<boolean> {
    const now = new Date();
    await this.#rows.updateOne({ _id: sessionId }, { $pull: { members: { guestUntil: { $lte: now } } } });
    const guests = { $filter: { input: '$members', cond: { $gt: ['$$this.guestUntil', null] } } };
    const { matchedCount } = await this.#rows.updateOne(
      {
        ...atVersion(sessionId, version),
        ...placeFor(guest.userId),
        $expr: { $lt: [{ $size: guests }, limits.guestsPerSession] },
      },
      { $push: { members: { ...guest, joinedAt: now } } },
    );
    return matchedCount === 1;
  }

  /** Removes the guests who joined before an instant, without those who are here. */
  async removeGuests(sessionId: string, joinedBefore: Date, here: ReadonlySet<string>): Promise<void> {
    const gone = {
      guestUntil: { $exists: true },
      joinedAt: { $lt: joinedBefore },
      userId: { $nin: [...here] },
    };
    await this.#rows.updateOne({ _id: sessionId }, { $pull: { members: gone } });
  }

  /** The guests who joined from there. */
  async idsFrom(sessionId: string, network: string): Promise<string[]> {
    const row = await this.#rows.findOne({ _id: sessionId }, { projection: { members: 1 } });
    return (row?.members ?? []).filter((member) => member.network === network).map(({ userId }) => userId);
  }

  /** Whether a guest who joined from there is banned. */
  async isNetworkBanned(sessionId: string, network: string): Promise<boolean> {
    return (await this.#rows.countDocuments({ _id: sessionId, 'bans.network': network }, { limit: 1 })) > 0;
  }

  /** The session of a guest, and whether the copy of its queue has a track; null when the guest is in none any more. */
  async findOfGuest(guestId: string, trackId: string): Promise<{ id: string; hasTrack: boolean } | null> {
    const ofGuest = { $elemMatch: { userId: guestId, guestUntil: { $gt: new Date() } } };
    const row = await this.#rows.findOne<{ _id: string; queue?: unknown[] }>(
      { 'members.userId': guestId, members: ofGuest },
      { projection: { queue: { $elemMatch: { trackId } } } },
    );
    return row === null ? null : { id: row._id, hasTrack: (row.queue?.length ?? 0) > 0 };
  }
}
