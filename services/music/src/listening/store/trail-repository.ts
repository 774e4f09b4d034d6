import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db, Filter } from 'mongodb';
import { limits } from '../model/limits.ts';
import type { DeltaPosition } from '../model/room-state.ts';
import type { TrailEntry } from '../model/trail.ts';

const COLLECTION = 'trailEntries';

export const trailIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { sessionId: 1, epoch: 1, sequence: 1 }, name: 'session', unique: true },
    { key: { messageId: 1 }, name: 'message', sparse: true },
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
  ],
};

type Row = TrailEntry & {
  /** The same for each try to write an entry, so that it is there once. */
  readonly _id: string;
  readonly sessionId: string;
  readonly bytes: number;
  /** Of a chat message, so that it can be removed. */
  readonly messageId?: string;
  readonly expiresAt: Date;
};

const DAY_MS = 86_400_000;
const CHAT_POSTED = '{"type":"chatPosted"';
const CHAT_DELETED = '{"type":"chatDeleted"';

function messageIdOf(body: string): string | undefined {
  if (!body.startsWith(CHAT_POSTED)) return undefined;
  return (JSON.parse(body) as { message: { id: string } }).message.id;
}

function deletedIn(entries: readonly TrailEntry[]): string[] {
  const deleted = entries.filter(({ body }) => body.startsWith(CHAT_DELETED));
  return deleted.map(({ body }) => (JSON.parse(body) as { messageId: string }).messageId);
}

/** What an entry has in the place of a message that was deleted. */
const NO_TEXT = '';

/** A row as it is stored when these messages were deleted. */
function withoutDeleted<R extends Pick<Row, 'body' | 'messageId'>>(row: R, deleted: readonly string[]): R {
  const isDeleted = row.messageId !== undefined && deleted.includes(row.messageId);
  return isDeleted || row.body.startsWith(CHAT_DELETED) ? { ...row, body: NO_TEXT } : row;
}

/** What comes before a position, or after it. */
function relativeTo({ epoch, sequence }: DeltaPosition, side: '$lt' | '$gt'): Filter<Row> {
  return { $or: [{ epoch: { [side]: epoch } }, { epoch, sequence: { [side]: sequence } }] };
}

/** The trails of rooms in MongoDB: one document for each entry. */
export class TrailRepository {
  readonly #rows: Collection<Row>;
  readonly #retentionMs: number;

  /** @param retentionDays after so many days the database removes an entry */
  constructor(db: Db, retentionDays: number) {
    this.#rows = db.collection<Row>(COLLECTION);
    this.#retentionMs = retentionDays * DAY_MS;
  }

  /**
   * Writes entries, each once however often it is written. Of chat messages that were deleted the text is not kept; their
   * entries stay without it, so that a late write of the same message finds them.
   * @param onlyMissing whether entries that are there stay as they are
   */
  async write(sessionId: string, entries: readonly TrailEntry[], onlyMissing = false): Promise<void> {
    if (this.#retentionMs === 0) return;
    const deleted = deletedIn(entries);
    const writes = entries
      .filter(({ body, state }) => !body.startsWith(CHAT_DELETED) || state !== undefined)
      .map((entry) => withoutDeleted(this.#rowOf(sessionId, entry), deleted))
      .map(({ _id, ...row }) => ({
        updateOne: {
          filter: { _id },
          update: [{ $replaceWith: this.#written(row, onlyMissing || row.messageId !== undefined) }],
          upsert: true,
        },
      }));
    if (writes.length > 0) await this.#rows.bulkWrite(writes, { ordered: false });
    if (deleted.length > 0)
      await this.#rows.updateMany({ sessionId, messageId: { $in: deleted } }, { $set: { body: NO_TEXT } });
    if (entries.some(({ state }) => state !== undefined)) await this.#prune(sessionId);
  }

  /** Entries in their order after a position; at the beginning, from the first one from which a replay can go on. */
  async page(sessionId: string, after: DeltaPosition | undefined, limit: number): Promise<TrailEntry[]> {
    const from = after === undefined ? await this.#firstWhole(sessionId) : relativeTo(after, '$gt');
    if (from === null) return [];
    const rows = this.#rows
      .find(
        { sessionId, ...from, $nor: [{ body: NO_TEXT, state: { $exists: false } }] },
        { projection: { _id: 0, sessionId: 0, bytes: 0, expiresAt: 0, messageId: 0 } },
      )
      .sort({ epoch: 1, sequence: 1 })
      .limit(limit);
    return rows.toArray();
  }

  async #firstWhole(sessionId: string): Promise<Filter<Row> | null> {
    const row = await this.#rows.findOne(
      { sessionId, state: { $exists: true } },
      { projection: { epoch: 1, sequence: 1 }, sort: { epoch: 1, sequence: 1 } },
    );
    if (row === null) return null;
    const { epoch, sequence } = row;
    return { $or: [{ epoch: { $gt: epoch } }, { epoch, sequence: { $gte: sequence } }] };
  }

  /** Removes the oldest entries above the limits, so that the first one that stays has the whole state. */
  async #prune(sessionId: string): Promise<void> {
    const newestFirst = this.#rows
      .find({ sessionId })
      .project<DeltaPosition & { bytes: number; hasState: boolean }>({
        ...{ _id: 0, epoch: 1, sequence: 1, bytes: 1 },
        hasState: { $ne: [{ $type: '$state' }, 'missing'] },
      })
      .sort({ epoch: -1, sequence: -1 });
    let [entries, bytes, first]: [number, number, DeltaPosition | undefined] = [0, 0, undefined];
    for await (const row of newestFirst) {
      entries += 1;
      bytes += row.bytes;
      const isAbove = entries > limits.trailEntries || bytes > limits.trailBytes;
      if (isAbove && first !== undefined) {
        await this.#rows.deleteMany({ sessionId, ...relativeTo(first, '$lt') });
        return;
      }
      if (row.hasState) first = row;
    }
  }

  /** The document after a write, by the clock of the database. */
  #written(row: object, onlyMissing: boolean): object {
    const fresh = [{ $literal: row }, { expiresAt: { $add: ['$$NOW', this.#retentionMs] } }];
    return { $mergeObjects: onlyMissing ? [...fresh, '$$ROOT'] : [{ _id: '$_id' }, ...fresh] };
  }

  #rowOf(
    sessionId: string,
    { epoch, sequence, revision, kind, body, atUs, changedAt, state }: TrailEntry,
  ): Omit<Row, 'expiresAt'> {
    const messageId = messageIdOf(body);
    return {
      _id: `${sessionId} ${epoch} ${sequence}`,
      ...{ sessionId, epoch, sequence, revision, kind, body, atUs, changedAt },
      ...(state !== undefined && { state }),
      ...(messageId !== undefined && { messageId }),
      bytes: Buffer.byteLength(body) + Buffer.byteLength(state ?? ''),
    };
  }
}
