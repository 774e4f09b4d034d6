import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { Collection, Db, Filter } from 'mongodb';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import { insertWithinQuota, slotIndex, writeWithinQuota } from '../../quota.ts';
import { accessFrom, initialAccess, playbackControlOf, type RoomAccess } from '../model/room-access.ts';
import {
  type AccessRecord,
  atVersion,
  COLLECTION,
  type FurtherChange,
  type BanRow,
  type HeadRow,
  placeFor,
  pulledBy,
  type ReadRow,
  type SessionRow,
  type Standing,
} from './session-rows.ts';
import {
  allOutputs,
  type ListeningSessionHead,
  type ListeningSessionRecord,
  type SavedState,
} from '../model/room-state.ts';

export const listeningIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { inviteCode: 1 }, name: 'invite', unique: true },
    { key: { 'members.userId': 1, _id: -1 }, name: 'member' },
    { key: { ownerId: 1 }, name: 'owner' },
    slotIndex,
  ],
};

/** Leaves out the members, the bans and the queue, up to a thousand each, which few requests need. */
const headProjection = { members: 0, bans: 0, queue: 0, chatCount: 0 };

/** A public session as its list shows it, without how many members are connected. */
export interface PublicSessionRow {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** Null for an owner who joined in a version before roles. */
  readonly ownerName: string | null;
  readonly isMember: boolean;
  readonly requiresApproval: boolean;
  readonly isPlaying: boolean;
  /** Null when nothing plays or would play. */
  readonly item: Pick<QueueItem, 'trackId' | 'title' | 'artistName'> | null;
}

/** With a number: the limit is reached, and the owner has so many. */
export type InsertResult = 'inserted' | 'invite taken' | number;

function headOf({
  _id,
  slot: _slot,
  ownerId,
  playbackControl,
  access,
  ...rest
}: HeadRow): ListeningSessionHead {
  const earlier = initialAccess({ ownerId, playbackControl });
  return {
    id: _id,
    ...rest,
    repeat: rest.repeat ?? 'off',
    outputs: rest.outputs ?? allOutputs,
    access: access === undefined ? earlier : { ...earlier, ...accessFrom(access) },
  };
}

function recordOf(row: ReadRow): ListeningSessionRecord {
  // 0 in documents of versions that accepted tracks of less than a millisecond.
  const queue = row.queue.map((item) => ({ ...item, durationMs: Math.max(item.durationMs, 1) }));
  return { ...headOf(row), queue };
}

/** The fields of a document that hold who may do what. */
function accessFields(
  access: RoomAccess,
): Pick<SessionRow, 'ownerId' | 'playbackControl'> & { access: AccessRecord } {
  return {
    ownerId: access.ownerId,
    playbackControl: playbackControlOf(access),
    access: recordOfAccess(access),
  };
}

function recordOfAccess({ ownerId: _owner, actingHostId: _host, ...record }: RoomAccess): AccessRecord {
  return record;
}

/** Listening sessions in MongoDB: their members, and a copy of their live state to restore from. */
export class SessionRepository {
  readonly #rows: Collection<SessionRow>;

  constructor(db: Db) {
    this.#rows = db.collection<SessionRow>(COLLECTION);
  }

  /**
   * Stores a session, whose first member is its owner.
   * @param max how many sessions the owner may have
   */
  async insert(session: ListeningSessionRecord, ownerName: string, max: number): Promise<InsertResult> {
    try {
      const { id, access, ...rest } = session;
      const members = [{ userId: access.ownerId, joinedAt: session.createdAt, displayName: ownerName }];
      const row = { _id: id, ...rest, ...accessFields(access), members };
      return (await insertWithinQuota(this.#rows, row, max)) ?? 'inserted';
    } catch (error) {
      if (isDuplicateKey(error)) return 'invite taken';
      throw error;
    }
  }

  /** With the queue, to restore live state from. */
  async find(sessionId: string): Promise<ListeningSessionRecord | null> {
    const row = await this.#rows.findOne<ReadRow>(
      { _id: sessionId },
      { projection: { members: 0, bans: 0, chatCount: 0 } },
    );
    return row === null ? null : recordOf(row);
  }

  findForMember(sessionId: string, userId: string): Promise<ListeningSessionHead | null> {
    return this.#findHead({ _id: sessionId, 'members.userId': userId });
  }

  findByInvite(inviteCode: string): Promise<ListeningSessionHead | null> {
    return this.#findHead({ inviteCode });
  }

  findHead(sessionId: string): Promise<ListeningSessionHead | null> {
    return this.#findHead({ _id: sessionId });
  }

  /** Those of the given sessions that are public, not locked, and from which the user is not banned, by their ids. */
  async findPublic(sessionIds: readonly string[], userId: string): Promise<Map<string, PublicSessionRow>> {
    const first = (input: string, cond: object) => ({
      $ifNull: [{ $first: { $filter: { input, cond, as: 'one' } } }, null],
    });
    const rows = await this.#rows
      .aggregate<PublicSessionRow>([
        {
          $match: {
            _id: { $in: [...sessionIds] },
            'access.visibility': 'public',
            'access.isLocked': false,
            'bans.userId': { $ne: userId },
          },
        },
        {
          $project: {
            _id: 0,
            id: '$_id',
            name: 1,
            ownerId: 1,
            owner: first('$members', { $eq: ['$$one.userId', '$ownerId'] }),
            isMember: { $in: [userId, '$members.userId'] },
            requiresApproval: '$access.requiresApproval',
            isPlaying: { $eq: ['$live.timeline.state', 'playing'] },
            item: first('$queue', { $eq: ['$$one.id', '$live.timeline.queueItemId'] }),
          },
        },
        { $set: { ownerName: { $ifNull: ['$owner.displayName', null] } } },
        { $unset: 'owner' },
      ])
      .toArray();
    return new Map(rows.map((row) => [row.id, row]));
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

  /** How a user stands to a session; null when there is no such session. */
  async standingOf(sessionId: string, userId: string): Promise<Standing | null> {
    const ofUser = { $elemMatch: { userId } };
    const found = await this.#rows.findOne<Partial<Pick<SessionRow, 'members' | 'bans'>>>(
      { _id: sessionId },
      { projection: { members: ofUser, bans: ofUser } },
    );
    if (found === null) return null;
    const member = found.members?.[0];
    const isBanned = found.bans !== undefined && found.bans.length > 0;
    return {
      isMember: member !== undefined,
      isBanned,
      displayName: member?.displayName ?? null,
      network: member?.network,
    };
  }

  /** The accounts that are members; guests have none. */
  async accountsOf(sessionId: string): Promise<string[]> {
    const row = await this.#rows.findOne({ _id: sessionId }, { projection: { members: 1 } });
    const accounts = row?.members.filter(({ guestUntil }) => guestUntil === undefined) ?? [];
    return accounts.map(({ userId }) => userId);
  }

  /** The bans of a session, the oldest first. */
  async bansOf(sessionId: string): Promise<BanRow[]> {
    return (await this.#rows.findOne({ _id: sessionId }, { projection: { bans: 1 } }))?.bans ?? [];
  }

  /**
   * Adds a user who is not a member yet, below the limit, if the access is the one that was read; false otherwise.
   * @param version of the access
   */
  async addMember(
    sessionId: string,
    version: number,
    member: { userId: string; displayName: string },
  ): Promise<boolean> {
    const { matchedCount } = await this.#rows.updateOne(
      { ...atVersion(sessionId, version), ...placeFor(member.userId) },
      { $push: { members: { ...member, joinedAt: new Date() } } },
    );
    return matchedCount === 1;
  }

  /**
   * Replaces the access, with what changes at the same time, if it is still the one before; false otherwise, and where a
   * new member has no place.
   */
  async replaceAccess(sessionId: string, access: RoomAccess, further: FurtherChange = {}): Promise<boolean> {
    const { newMember, ban, inviteCode, slot } = further;
    const filter: Filter<SessionRow> = {
      ...atVersion(sessionId, access.version - 1),
      ...(newMember && placeFor(newMember.userId)),
    };
    const pulled = pulledBy(further);
    const pushed = {
      ...(newMember && { members: { ...newMember, joinedAt: new Date() } }),
      ...(ban && { bans: ban }),
    };
    const set = {
      ...accessFields(access),
      ...(inviteCode !== undefined && { inviteCode }),
      ...(slot !== undefined && { slot }),
    };
    const update = {
      $set: set,
      ...(Object.keys(pulled).length > 0 && { $pull: pulled }),
      ...(Object.keys(pushed).length > 0 && { $push: pushed }),
    };
    const { matchedCount } = await this.#rows.updateOne(filter, update);
    return matchedCount === 1;
  }

  /**
   * Like {@link replaceAccess}, with another owner, for whom the session counts from then on.
   * @param max how many sessions the new owner may have
   * @returns undefined when the new owner has so many
   */
  async replaceOwner(sessionId: string, access: RoomAccess, max: number): Promise<boolean | undefined> {
    let isReplaced = false;
    const { ownerId } = access;
    const taken = await writeWithinQuota(this.#rows, { ownerId, max }, async (slot) => {
      isReplaced = await this.replaceAccess(sessionId, access, { slot });
    });
    return taken === null ? isReplaced : undefined;
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
    const { queue, repeat, outputs } = room;
    await this.#rows.updateOne({ _id: sessionId, $or: older }, { $set: { live, queue, repeat, outputs } });
  }

  /** The number of a member's next chat message; null for a user who is not a member. */
  async nextChatNumber(sessionId: string, userId: string): Promise<number | null> {
    const row = await this.#rows.findOneAndUpdate(
      { _id: sessionId, 'members.userId': userId },
      { $inc: { chatCount: 1 } },
      { returnDocument: 'after', projection: { chatCount: 1 } },
    );
    return row?.chatCount ?? null;
  }

  async remove(sessionId: string): Promise<void> {
    await this.#rows.deleteOne({ _id: sessionId });
  }

  async #findHead(filter: Filter<SessionRow>): Promise<ListeningSessionHead | null> {
    const row = await this.#rows.findOne<HeadRow>(filter, { projection: headProjection });
    return row === null ? null : headOf(row);
  }
}
