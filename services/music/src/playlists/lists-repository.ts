import type { AggregateOptions, Collection, Db, Document, Filter } from 'mongodb';
import type { PlaylistSummary } from '../generated/schemas.gen.ts';
import { type MemberRecord, type PlaylistDocument, withoutItems } from './repository.ts';

/** How many tracks of a playlist are looked at for its covers. */
const COVERED_ITEMS = 8;

/** Of the playlists of an account, and of those in which it is a member. The quotas are lower. */
const MAX_NAMES = 1_000;

/** The end of a pipeline that reads heads. */
const withoutItemsInAnswer = [
  {
    $addFields: {
      itemCount: { $size: '$items' },
      firstTrackIds: { $slice: ['$items.trackId', COVERED_ITEMS] },
    },
  },
  { $project: { items: 0, invites: 0, terms: 0, termsOf: 0, termsVersion: 0 } },
];

/** A playlist without its items, and the ids of its first tracks. */
export interface PlaylistHead extends Omit<
  PlaylistSummary,
  'coverUrls' | 'coverPlaceholders' | 'role' | 'isFollowed'
> {
  firstTrackIds: string[];
  members: MemberRecord[];
}

/** A document that was read without its items. */
type CountedDocument = Omit<PlaylistDocument, 'items'> & Pick<PlaylistHead, 'itemCount' | 'firstTrackIds'>;

/** A page of a list. */
export interface ListPosition {
  limit: number;
  /** The id of the last playlist of the previous page. */
  after: string | null;
}

/** Lists of playlists in MongoDB, newest first, without the items. */
export class PlaylistLists {
  readonly #playlists: Collection<PlaylistDocument>;

  constructor(db: Db) {
    this.#playlists = db.collection<PlaylistDocument>('playlists');
  }

  /** Those of which the account is the owner or a member, and those among `followed` that are not private. */
  listOf(
    userId: string,
    followed: readonly string[],
    { limit, after }: ListPosition,
  ): Promise<PlaylistHead[]> {
    const older = after !== null && { _id: { $lt: after } };
    const ids = followed.filter((id) => after === null || id < after);
    // Three ranges of indexes in the order of the ids.
    const match = [
      { ownerId: userId, ...older },
      { 'members.userId': userId, ...older },
      ...(ids.length === 0 ? [] : [{ _id: { $in: ids }, visibility: { $ne: 'private' } }]),
    ];
    return this.#find({ $or: match as Filter<PlaylistDocument>[] }, limit);
  }

  /** Those among these that are public, newest first. */
  async publicHeads(ids: readonly string[]): Promise<PlaylistHead[]> {
    if (ids.length === 0) return [];
    const match = { _id: { $in: [...ids] }, visibility: 'public' as const };
    return this.#find(match, ids.length, { hint: { _id: 1 } });
  }

  /**
   * The names of those of which the account is the owner or a member, and of those among `followed` that are not private,
   * newest first. Reads nothing but indexes.
   */
  async namesOf(userId: string, followed: readonly string[]): Promise<{ id: string; name: string }[]> {
    const read = (filter: Filter<PlaylistDocument>, index: string) =>
      this.#playlists
        .find(filter)
        .project<Pick<PlaylistDocument, '_id' | 'name'>>({ name: 1 })
        .sort({ _id: -1 })
        .hint(index)
        .limit(MAX_NAMES)
        .toArray();
    const found = await Promise.all([
      read({ ownerId: userId }, 'ownerNames'),
      read({ 'members.userId': userId }, 'memberNames'),
      followed.length === 0 ? [] : this.#namesOfReadable(followed),
    ]);
    const names = new Map(found.flat().map(({ _id, name }) => [_id, name]));
    const newestFirst = [...names].toSorted(([a], [b]) => (a < b ? 1 : -1));
    return newestFirst.map(([id, name]) => ({ id, name }));
  }

  /** Those of these playlists that the account may read, newest first, without the items. */
  async headsOf(userId: string, ids: readonly string[]): Promise<PlaylistHead[]> {
    const isReadable = [
      { ownerId: userId },
      { 'members.userId': userId },
      { visibility: { $ne: 'private' as const } },
    ];
    const pipeline = [{ $match: { _id: { $in: [...ids] }, $or: isReadable } }, ...withoutItemsInAnswer];
    const found = await this.#playlists.aggregate<CountedDocument>(pipeline, { hint: { _id: 1 } }).toArray();
    return found.toSorted((a, b) => (a._id < b._id ? 1 : -1)).map(toHead);
  }

  /** Those among these that exist and are not private. */
  async readableByAll(ids: readonly string[]): Promise<string[]> {
    const filter = { _id: { $in: [...ids] }, visibility: { $ne: 'private' as const } };
    const found = await this.#playlists.find(filter, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  #namesOfReadable(ids: readonly string[]): Promise<Pick<PlaylistDocument, '_id' | 'name'>[]> {
    return this.#playlists
      .find({ visibility: { $in: ['public', 'unlisted'] }, _id: { $in: [...ids] } })
      .project<Pick<PlaylistDocument, '_id' | 'name'>>({ name: 1 })
      .hint('names')
      .toArray();
  }

  async #find(
    match: Filter<PlaylistDocument>,
    limit: number,
    options: AggregateOptions = {},
  ): Promise<PlaylistHead[]> {
    const stages: Document[] = [
      { $match: match },
      { $sort: { _id: -1 } },
      { $limit: limit },
      ...withoutItemsInAnswer,
    ];
    return (await this.#playlists.aggregate<CountedDocument>(stages, options).toArray()).map(toHead);
  }
}

function toHead(document: CountedDocument): PlaylistHead {
  const { itemCount, firstTrackIds } = document;
  return { ...withoutItems(document), itemCount, firstTrackIds };
}
