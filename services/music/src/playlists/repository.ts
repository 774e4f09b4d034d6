import type { ClientSession, Collection, Db, Filter, UpdateFilter } from 'mongodb';
import type { PlaylistChange } from '../generated/schemas.gen.ts';
import type { PlaylistRecord, PlaylistSummary } from './playlist.ts';
import { insertIntoSlot, takenSlots, type TakenSlots } from '../slots.ts';
import { toRecord, toSummary, type CountedRow, type PlaylistRow } from './rows.ts';

export interface NewPlaylistRow extends Pick<PlaylistRow, 'ownerId' | 'name' | 'visibility'> {
  id: string;
}

/** Playlists in MongoDB. Every change is one atomic step that raises the revision. */
export class PlaylistRepository {
  readonly #rows: Collection<PlaylistRow>;

  constructor(db: Db) {
    this.#rows = db.collection<PlaylistRow>('playlists');
  }

  /** Null when the owner has `most` playlists. */
  async insert({ id, ...playlist }: NewPlaylistRow, most: number): Promise<PlaylistRecord | null> {
    const { ownerId } = playlist;
    const now = new Date();
    const row = { _id: id, ...playlist, revision: 0, items: [], createdAt: now, updatedAt: now };
    const inserted = await insertIntoSlot(most, {
      taken: async () => (await this.#rows.aggregate<TakenSlots>(takenSlots(ownerId)).toArray())[0],
      insert: (slot) => this.#rows.insertOne({ ...row, slot }),
    });
    return inserted ? toRecord(row) : null;
  }

  async find(id: string): Promise<PlaylistRecord | null> {
    const row = await this.#rows.findOne({ _id: id });
    return row === null ? null : toRecord(row);
  }

  /** Newest first, after a given one; without reading the items. */
  async listOf(ownerId: string, limit: number, after: string | null): Promise<PlaylistSummary[]> {
    const rows = await this.#rows
      .aggregate<CountedRow>([
        { $match: { ownerId, ...(after !== null && { _id: { $lt: after } }) } },
        { $sort: { _id: -1 } },
        { $limit: limit },
        { $addFields: { itemCount: { $size: '$items' } } },
        { $project: { items: 0 } },
      ])
      .toArray();
    return rows.map(toSummary);
  }

  change(id: string, { name, visibility }: PlaylistChange): Promise<PlaylistRecord | null> {
    return this.#apply({ _id: id }, { $set: { ...(name && { name }), ...(visibility && { visibility }) } });
  }

  /** Null when the playlist is gone, or has `most` items. */
  append(
    id: string,
    item: { id: string; trackId: string },
    most: number,
    session: ClientSession,
  ): Promise<PlaylistRecord | null> {
    const room = { _id: id, [`items.${most - 1}`]: { $exists: false } };
    return this.#apply(room, { $push: { items: { ...item, addedAt: new Date() } } }, session);
  }

  /** Null when there is no such item. */
  removeItem(id: string, itemId: string): Promise<PlaylistRecord | null> {
    return this.#apply({ _id: id, 'items.id': itemId }, { $pull: { items: { id: itemId } } });
  }

  /** Null when the playlist is not at `revision` any more. */
  setOrder(id: string, revision: number, items: PlaylistRecord['items']): Promise<PlaylistRecord | null> {
    const rows = items.map((item) => ({ ...item, addedAt: new Date(item.addedAt) }));
    return this.#apply({ _id: id, revision }, { $set: { items: rows } });
  }

  async remove(id: string): Promise<boolean> {
    const { deletedCount } = await this.#rows.deleteOne({ _id: id });
    return deletedCount === 1;
  }

  /** Takes a deleted track out of every playlist. */
  async dropTrack(trackId: string, session: ClientSession): Promise<void> {
    const update: UpdateFilter<PlaylistRow> = { $pull: { items: { trackId } } };
    await this.#rows.updateMany({ 'items.trackId': trackId }, touched(update), { session });
  }

  async #apply(
    filter: Filter<PlaylistRow>,
    update: UpdateFilter<PlaylistRow>,
    session?: ClientSession,
  ): Promise<PlaylistRecord | null> {
    const options = { returnDocument: 'after' as const, ...(session && { session }) };
    const row = await this.#rows.findOneAndUpdate(filter, touched(update), options);
    return row === null ? null : toRecord(row);
  }
}

function touched(update: UpdateFilter<PlaylistRow>): UpdateFilter<PlaylistRow> {
  return { ...update, $inc: { revision: 1 }, $currentDate: { updatedAt: true } };
}
