import { type IndexDeclarations, isDuplicateKey } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db, Filter, UpdateFilter } from 'mongodb';
import type {
  Playlist,
  PlaylistChange,
  PlaylistMember,
  PlaylistMemberRole,
  Visibility,
} from '../generated/schemas.gen.ts';
import { insertWithinQuota, slotIndex } from '../quota.ts';
import { termFields } from './name-terms.ts';

/** A playlist with the ids of its tracks, and with its members in the place of a reader's role. */
export interface PlaylistRecord extends Omit<Playlist, 'items' | 'role'> {
  items: { id: string; trackId: string; addedAt: string; addedBy: string }[];
  members: MemberRecord[];
}

/** A member besides the owner. */
export interface MemberRecord extends Omit<PlaylistMember, 'role' | 'displayName'> {
  displayName: string;
  role: PlaylistMemberRole;
  /** The invite by which the member came. */
  inviteId: string;
}

/** A playlist in MongoDB. Its id is a uuid v7, so the order of ids is the order of creation. */
export interface PlaylistDocument {
  _id: string;
  ownerId: string;
  /** Missing in documents of versions before this field, until the playlist is shared. */
  ownerName?: string;
  /** Limits the number of playlists per owner; see `insertWithinQuota`. */
  slot?: number;
  name: string;
  /** By which a public one is found; see `termFields`. Missing in documents of versions before, until a repair has reached them. */
  terms?: string[];
  /** The name of which the terms were made. */
  termsOf?: string;
  termsVersion?: number;
  /** Missing without one. */
  description?: string;
  visibility: Visibility;
  /** Grows by one with every change. */
  revision: number;
  /** Those without `addedBy` are of versions before this field, and of the owner. */
  items: { id: string; trackId: string; addedAt: Date; addedBy?: string }[];
  /** Missing before the first. */
  members?: (Omit<MemberRecord, 'joinedAt'> & { joinedAt: Date })[];
  /** Missing before the first. */
  invites?: { id: string; code: string; role: PlaylistMemberRole; createdAt: Date; expiresAt: Date }[];
  createdAt: Date;
  updatedAt: Date;
}

type NewPlaylistDocument = Pick<
  PlaylistDocument,
  'ownerId' | 'ownerName' | 'name' | 'description' | 'visibility'
> & { id: string };

/** A track for a playlist, and the account that adds it. */
type NewItem = Omit<PlaylistRecord['items'][number], 'addedAt'>;

/** Items, and where they come. */
interface NewItems {
  items: readonly NewItem[];
  /** At the end without it. */
  beforeItemId?: string | undefined;
}

export const playlistIndexes: IndexDeclarations = {
  playlists: [
    { key: { ownerId: 1, _id: -1 }, name: 'owner' },
    { key: { 'members.userId': 1, _id: -1 }, name: 'member' },
    // For the search, which reads the names alone.
    { key: { ownerId: 1, _id: -1, name: 1 }, name: 'ownerNames' },
    { key: { 'members.userId': 1, _id: -1, name: 1 }, name: 'memberNames' },
    {
      key: { 'invites.code': 1 },
      name: 'invite',
      unique: true,
      partialFilterExpression: { 'invites.code': { $exists: true } },
    },
    // Of the public ones by the words of their names, and all of them by a term that each has.
    {
      key: { terms: 1, _id: -1, visibility: 1 },
      name: 'publicNames',
      partialFilterExpression: { visibility: 'public' },
    },
    // For the repair of the terms, and for the names of followed ones. Both read nothing else.
    { key: { visibility: 1, _id: 1, name: 1, termsOf: 1, termsVersion: 1 }, name: 'names' },
    slotIndex,
    { key: { 'items.trackId': 1 }, name: 'track' },
  ],
};

/** What a write must find: a playlist of which an account is the owner, or a member with one of the roles. */
export interface PlaylistAt {
  id: string;
  userId: string;
  roles: readonly PlaylistMemberRole[];
  /** If it is there, exactly this one. */
  revision?: number;
}

const filterOf = ({ id, userId, roles, revision }: PlaylistAt): Filter<PlaylistDocument> => ({
  _id: id,
  $or: [{ ownerId: userId }, { members: { $elemMatch: { userId, role: { $in: [...roles] } } } }],
  ...(revision !== undefined && { revision }),
});

/** Playlists in MongoDB. Every change is one atomic operation that increments the revision. */
export class PlaylistRepository {
  readonly #playlists: Collection<PlaylistDocument>;

  constructor(db: Db) {
    this.#playlists = db.collection<PlaylistDocument>('playlists');
  }

  /** @returns the playlist; or, when the owner has `maxPlaylists` already, how many the owner has */
  async insert(
    { id, ...playlist }: NewPlaylistDocument,
    maxPlaylists: number,
  ): Promise<PlaylistRecord | number> {
    const now = new Date();
    const terms = termFields(playlist.name);
    const dates = { createdAt: now, updatedAt: now };
    const document = { _id: id, ...playlist, ...terms, revision: 0, items: [], ...dates };
    try {
      const used = await insertWithinQuota(this.#playlists, document, maxPlaylists);
      return used ?? toRecord(document);
    } catch (error) {
      // Another try of the same request was faster.
      const made = isDuplicateKey(error) ? await this.find(id) : null;
      if (made === null) throw error;
      return made;
    }
  }

  async find(id: string): Promise<PlaylistRecord | null> {
    const document = await this.#playlists.findOne({ _id: id });
    return document === null ? null : toRecord(document);
  }

  /** Null when there is no such playlist at this revision. */
  change(at: PlaylistAt, { name, description, visibility }: PlaylistChange): Promise<PlaylistRecord | null> {
    return this.#apply(filterOf(at), {
      $set: {
        ...(name && { name, ...termFields(name) }),
        ...(description && { description }),
        ...(visibility && { visibility }),
      },
      ...(description === null && { $unset: { description: true } }),
    });
  }

  /**
   * Null when there is no such playlist at this revision, it has an item of these already, has not the one before which they
   * come, or would have more than `maxItems`.
   */
  async insertItems(
    at: PlaylistAt,
    { items, beforeItemId }: NewItems,
    maxItems: number,
    mongoSession: ClientSession,
  ): Promise<PlaylistRecord | null> {
    if (items.length > maxItems) return null;
    const filter = {
      ...filterOf(at),
      $and: [
        { 'items.id': { $nin: items.map(({ id }) => id) } },
        ...(beforeItemId === undefined ? [] : [{ 'items.id': beforeItemId }]),
      ],
      [`items.${maxItems - items.length}`]: { $exists: false },
    };
    const added = items.map((item) => ({ ...item, addedAt: new Date() }));
    const options = { returnDocument: 'after' as const, session: mongoSession };
    const update = [{ $set: { items: insertedAt(added, beforeItemId), ...nextRevision } }];
    const document = await this.#playlists.findOneAndUpdate(filter, update, options);
    return document === null ? null : toRecord(document);
  }

  /** Gives a new playlist its first items. Null when there is no such playlist, or it has items already. */
  fill(id: string, items: readonly NewItem[], mongoSession: ClientSession): Promise<PlaylistRecord | null> {
    const addedAt = new Date();
    const added = items.map((item) => ({ ...item, addedAt }));
    return this.#apply({ _id: id, items: { $size: 0 } }, { $set: { items: added } }, mongoSession);
  }

  /** Null when there is no such item, or no such playlist at this revision. */
  removeItem(at: PlaylistAt, itemId: string): Promise<PlaylistRecord | null> {
    return this.#apply({ ...filterOf(at), 'items.id': itemId }, { $pull: { items: { id: itemId } } });
  }

  /** Null when the playlist is no longer at this revision. */
  setOrder(at: Required<PlaylistAt>, ordered: PlaylistRecord['items']): Promise<PlaylistRecord | null> {
    const items = ordered.map((item) => ({ ...item, addedAt: new Date(item.addedAt) }));
    return this.#apply(filterOf(at), { $set: { items } });
  }

  async remove(at: PlaylistAt): Promise<boolean> {
    const { deletedCount } = await this.#playlists.deleteOne(filterOf(at));
    return deletedCount === 1;
  }

  /** Gives an account another name, in its own playlists and in those of which it is a member. */
  async renameAccount(userId: string, displayName: string, mongoSession: ClientSession): Promise<void> {
    const options = { session: mongoSession };
    const own = { ownerId: userId, ownerName: { $exists: true } };
    await this.#playlists.updateMany(own, { $set: { ownerName: displayName } }, options);
    const rename = { $set: { 'members.$.displayName': displayName } };
    await this.#playlists.updateMany({ 'members.userId': userId }, rename, options);
  }

  /** Removes a deleted track from every playlist. */
  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    const update: UpdateFilter<PlaylistDocument> = { $pull: { items: { trackId } } };
    const options = { session: mongoSession };
    await this.#playlists.updateMany({ 'items.trackId': trackId }, withRevision(update), options);
  }

  async #apply(
    filter: Filter<PlaylistDocument>,
    update: UpdateFilter<PlaylistDocument>,
    mongoSession?: ClientSession,
  ): Promise<PlaylistRecord | null> {
    const options = { returnDocument: 'after' as const, ...(mongoSession && { session: mongoSession }) };
    const document = await this.#playlists.findOneAndUpdate(filter, withRevision(update), options);
    return document === null ? null : toRecord(document);
  }
}

/** What `withRevision` does, in an update by a pipeline. */
const nextRevision = { revision: { $add: ['$revision', 1] }, updatedAt: '$$NOW' };

/** The items of a playlist with others among them. A pipeline, because $push takes no position that the server looks up. */
function insertedAt(added: PlaylistDocument['items'], beforeItemId: string | undefined) {
  const end = { $size: '$items' };
  const place =
    beforeItemId === undefined ? end : { $indexOfArray: ['$items.id', { $literal: beforeItemId }] };
  const before = { $slice: ['$items', place] };
  // Never 0, which $slice does not take here.
  const after = { $slice: ['$items', place, { $add: [end, 1] }] };
  return { $concatArrays: [before, { $literal: added }, after] };
}

function withRevision(update: UpdateFilter<PlaylistDocument>): UpdateFilter<PlaylistDocument> {
  return { ...update, $inc: { revision: 1 }, $currentDate: { updatedAt: true } };
}

export function withoutItems(document: Omit<PlaylistDocument, 'items'>) {
  const { _id, name, description = null, visibility, ownerId, ownerName = null, revision } = document;
  const { createdAt, updatedAt, members = [] } = document;
  const dates = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return {
    ...{ id: _id, name, description, visibility, ownerId, ownerName, revision, ...dates },
    members: members.map((member) => ({ ...member, joinedAt: member.joinedAt.toISOString() })),
  };
}

export function toRecord(document: PlaylistDocument): PlaylistRecord {
  const items = document.items.map(({ addedBy = document.ownerId, ...item }) => ({
    ...item,
    addedAt: item.addedAt.toISOString(),
    addedBy,
  }));
  return { ...withoutItems(document), items };
}
