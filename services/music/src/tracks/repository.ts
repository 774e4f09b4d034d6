import { cutPage } from '@downbeat/shared/paging';
import type { ClientSession, Collection, Db, Filter } from 'mongodb';
import type { TrackSort } from '../generated/schemas.gen.ts';
import { toRecord, toRow, type TrackRow } from './rows.ts';
import type { TrackFiles, TrackRecord } from './track.ts';
import { wordsOf } from './words.ts';

export interface TrackQuery {
  sort: TrackSort;
  limit: number;
  /** Each must begin a word of the track. */
  words: readonly string[];
  /** The last track of the page before. */
  after: { id: string; sortTitle: string } | null;
}

export interface TrackSlice {
  items: TrackRecord[];
  /** Where the next page goes on; null at the end. */
  next: { id: string; sortTitle: string } | null;
}

const ORDER = {
  newest: { _id: -1 },
  oldest: { _id: 1 },
  title: { sortTitle: 1, _id: 1 },
} as const;

const LAST_CHARACTER = '\u{10FFFF}';

/** Ranges rather than patterns: an index can answer them, and no word can mean anything but itself. */
function beginsWith(prefix: string): Filter<TrackRow> {
  const range = { $elemMatch: { $gte: prefix, $lte: prefix + LAST_CHARACTER } };
  return { $or: [{ words: range }, { artistWords: range }] };
}

function beyond({ sort, after }: TrackQuery): Filter<TrackRow>[] {
  if (after === null) return [];
  const { id, sortTitle } = after;
  if (sort === 'newest') return [{ _id: { $lt: id } }];
  if (sort === 'oldest') return [{ _id: { $gt: id } }];
  return [{ $or: [{ sortTitle: { $gt: sortTitle } }, { sortTitle, _id: { $gt: id } }] }];
}

/** Tracks in MongoDB. */
export class TrackRepository {
  readonly #rows: Collection<TrackRow>;

  constructor(db: Db) {
    this.#rows = db.collection<TrackRow>('tracks');
  }

  async insert(record: TrackRecord, files: TrackFiles, session: ClientSession): Promise<void> {
    await this.#rows.insertOne(toRow(record, files), { session });
  }

  async find(id: string): Promise<TrackRecord | null> {
    const row = await this.#rows.findOne({ _id: id });
    return row === null ? null : toRecord(row);
  }

  /** The tracks there are among these ids, by id. */
  async findMany(ids: readonly string[]): Promise<Map<string, TrackRecord>> {
    const rows = await this.#rows.find({ _id: { $in: [...new Set(ids)] } }).toArray();
    return new Map(rows.map((row) => [row._id, toRecord(row)]));
  }

  async findWithFiles(id: string): Promise<{ record: TrackRecord; files: TrackFiles } | null> {
    const row = await this.#rows.findOne({ _id: id });
    return row === null ? null : { record: toRecord(row), files: { audio: row.audio, cover: row.cover } };
  }

  async list(query: TrackQuery): Promise<TrackSlice> {
    const conditions = [...query.words.map(beginsWith), ...beyond(query)];
    const found = await this.#rows
      .find(conditions.length === 0 ? {} : { $and: conditions })
      .sort(ORDER[query.sort])
      .limit(query.limit + 1)
      .toArray();
    const { rows, last } = cutPage(found, query.limit);
    return { items: rows.map(toRecord), next: last && { id: last._id, sortTitle: last.sortTitle } };
  }

  /** Whether there is such a track; if so, nobody deletes it before the transaction is over. */
  async hold(id: string, session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.#rows.updateOne(
      { _id: id },
      { $currentDate: { heldAt: true } },
      { session },
    );
    return matchedCount === 1;
  }

  /** Whether there was such a track. */
  async remove(id: string, session: ClientSession): Promise<boolean> {
    const { deletedCount } = await this.#rows.deleteOne({ _id: id }, { session });
    return deletedCount === 1;
  }

  async renameArtist(artistId: string, artistName: string, session: ClientSession): Promise<void> {
    const change = { artistName, artistWords: wordsOf(artistName) };
    await this.#rows.updateMany({ artistId }, { $set: change }, { session });
  }
}
