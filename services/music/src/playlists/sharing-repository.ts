import type { Collection, Db, Filter, UpdateFilter } from 'mongodb';
import type { PlaylistInvite, PlaylistMember, PlaylistMemberRole } from '../generated/schemas.gen.ts';
import { type PlaylistDocument, type PlaylistRecord, toRecord } from './repository.ts';

/** Who is invited to a playlist, and who is in it. None of it changes the revision, which is that of the content. */
export class SharingRepository {
  readonly #playlists: Collection<PlaylistDocument>;

  constructor(db: Db) {
    this.#playlists = db.collection<PlaylistDocument>('playlists');
  }

  /** The playlist of an invite that has not expired. */
  async findByInvite(code: string): Promise<PlaylistRecord | null> {
    const document = await this.#playlists.findOne(present({ code }));
    return document === null ? null : toRecord(document);
  }

  /** Those that have not expired, the oldest first. */
  async invitesOf(id: string, ownerId: string): Promise<PlaylistInvite[]> {
    const found = await this.#playlists.findOne({ _id: id, ownerId }, { projection: { invites: 1 } });
    const nowMs = Date.now();
    return (found?.invites ?? []).filter(({ expiresAt }) => expiresAt.getTime() > nowMs).map(toInvite);
  }

  /** False when the playlist has `max` invites that have not expired, or is gone. */
  async addInvite(id: string, owner: Named, invite: PlaylistInvite, max: number): Promise<boolean> {
    const own = { _id: id, ownerId: owner.userId };
    await this.#playlists.updateOne(own, { $pull: { invites: { expiresAt: { $lte: new Date() } } } });
    const [createdAt, expiresAt] = [new Date(invite.createdAt), new Date(invite.expiresAt)];
    const { id: inviteId, inviteCode: code, role } = invite;
    const { matchedCount } = await this.#playlists.updateOne(
      { ...own, [`invites.${max - 1}`]: { $exists: false } },
      {
        $push: { invites: { id: inviteId, code, role, createdAt, expiresAt } },
        // Playlists of versions before this field get it when they are shared.
        $set: { ownerName: owner.displayName },
      },
    );
    return matchedCount === 1;
  }

  async withdrawInvite(id: string, ownerId: string, inviteId: string): Promise<void> {
    await this.#playlists.updateOne({ _id: id, ownerId }, { $pull: { invites: { id: inviteId } } });
  }

  /**
   * Makes an account a member, with the role of the invite.
   * @returns null when the invite is gone, the account is a member already, or there are `max` members
   */
  async addMember(
    { id, code }: { id: string; code: string },
    { userId, displayName }: Named,
    max: number,
  ): Promise<PlaylistRecord | null> {
    const before = await this.#playlists.findOne({ _id: id, ...present({ code }) });
    const invite = before?.invites?.find((other) => other.code === code);
    if (invite === undefined) return null;
    const filter = {
      ...{ _id: id, ...present({ code }), ownerId: { $ne: userId } },
      ...{ 'members.userId': { $ne: userId }, [`members.${max - 1}`]: { $exists: false } },
    };
    const member = { userId, displayName, role: invite.role, inviteId: invite.id, joinedAt: new Date() };
    return this.#update(filter, { $push: { members: member } });
  }

  /** Withdraws the invite `inviteId`, too. Null when there is no such member. */
  setRole(
    id: string,
    userId: string,
    role: PlaylistMemberRole,
    inviteId?: string,
  ): Promise<PlaylistRecord | null> {
    return this.#update(
      { _id: id, 'members.userId': userId },
      {
        $set: { 'members.$.role': role },
        ...(inviteId !== undefined && { $pull: { invites: { id: inviteId } } }),
      },
    );
  }

  /** Withdraws the invite `inviteId`, too, so that it does not lead back. Null when there is no such member. */
  removeMember(id: string, userId: string, inviteId?: string): Promise<PlaylistRecord | null> {
    const pull = { members: { userId }, ...(inviteId !== undefined && { invites: { id: inviteId } }) };
    return this.#update({ _id: id, 'members.userId': userId }, { $pull: pull });
  }

  /** How many playlists of others an account is a member of. */
  countShared(userId: string): Promise<number> {
    return this.#playlists.countDocuments({ 'members.userId': userId });
  }

  async #update(
    filter: Filter<PlaylistDocument>,
    update: UpdateFilter<PlaylistDocument>,
  ): Promise<PlaylistRecord | null> {
    const document = await this.#playlists.findOneAndUpdate(filter, update, { returnDocument: 'after' });
    return document === null ? null : toRecord(document);
  }
}

type Named = Pick<PlaylistMember, 'userId'> & { displayName: string };

/** With a playlist that has this invite, and it has not expired. The first condition is the one of the index. */
const present = ({ code }: { code: string }) => ({
  'invites.code': code,
  invites: { $elemMatch: { code, expiresAt: { $gt: new Date() } } },
});

type InviteDocument = NonNullable<PlaylistDocument['invites']>[number];

function toInvite({ id, code, role, createdAt, expiresAt }: InviteDocument): PlaylistInvite {
  const dates = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { id, inviteCode: code, role, ...dates };
}
