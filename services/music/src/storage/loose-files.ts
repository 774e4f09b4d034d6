import { reasonOf, type Log } from '@downbeat/shared/backing';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { Storage } from './storage.ts';

interface LooseFile {
  /** A storage key, or a name that storage may have been given. */
  _id: string;
  since: Date;
  /** Somebody has begun to delete it, so nobody may claim it any more. */
  sweeping: boolean;
}

export interface SweepStats {
  deleted: number;
  failed: number;
}

/** No upload takes longer; what is loose for so long has been abandoned. */
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;
const SWEEP_AT_ONCE = 100;

export const looseFileIndexes: IndexDeclarations = { looseFiles: [{ key: { since: 1 }, name: 'since' }] };

/**
 * The files that belong to no track: written down before an upload begins, crossed out in the transaction that makes
 * the track, and written down again in the one that deletes it. So storage and database agree after any crash.
 */
export class LooseFiles {
  readonly #rows: Collection<LooseFile>;
  readonly #storage: Storage;
  readonly #logger: Pick<Log, 'warn'>;
  readonly #stats: SweepStats = { deleted: 0, failed: 0 };

  constructor(db: Db, storage: Storage, logger: Pick<Log, 'warn'>) {
    this.#rows = db.collection<LooseFile>('looseFiles');
    this.#storage = storage;
    this.#logger = logger;
  }

  /** What this process has swept so far, and how often a file could not be deleted. */
  stats(): SweepStats {
    return { ...this.#stats };
  }

  async add(names: readonly string[], session?: ClientSession): Promise<void> {
    const rows = names.map((name) => ({ _id: name, since: new Date(), sweeping: false }));
    await this.#rows.insertMany(rows, session === undefined ? {} : { session });
  }

  /** They belong to a track from now on, if the transaction commits. */
  async claim(names: readonly string[], session: ClientSession): Promise<void> {
    const filter = { _id: { $in: [...names] }, sweeping: false };
    const { deletedCount } = await this.#rows.deleteMany(filter, { session });
    if (deletedCount !== names.length) throw new Error('a file was swept before its track was written');
  }

  /** Deletes those of these files that are still loose. One that cannot be deleted is logged, counted and left for later. */
  async sweep(names: readonly string[]): Promise<void> {
    for (const name of names) {
      // While a transaction that claims it is being committed this waits for its outcome.
      const row = await this.#rows.findOneAndUpdate({ _id: name }, { $set: { sweeping: true } });
      if (row === null) continue;
      if (await this.#delete(name)) await this.#rows.deleteOne({ _id: name });
      // To the end of the queue: however many there are of its kind, the others get their turn.
      else await this.#rows.updateOne({ _id: name }, { $set: { since: new Date() } });
    }
  }

  /** The same for files that nobody waits for. Never rejects: what fails is logged, and the sweeper comes by later. */
  async sweepQuietly(names: readonly string[]): Promise<void> {
    try {
      await this.sweep(names);
    } catch (error) {
      this.#logger.warn({ names, reason: reasonOf(error) }, 'loose files are left to the sweeper');
    }
  }

  async #delete(name: string): Promise<boolean> {
    try {
      await this.#storage.delete(name);
      this.#stats.deleted += 1;
      return true;
    } catch (error) {
      this.#stats.failed += 1;
      this.#logger.warn(
        { name, reason: reasonOf(error) },
        'a loose file could not be deleted; trying again later',
      );
      return false;
    }
  }

  /** Deletes what uploads that were cut off by a crash have left, and what could not be deleted before. */
  async sweepAbandoned(now = Date.now()): Promise<void> {
    const old = { since: { $lt: new Date(now - ABANDONED_AFTER_MS) } };
    const rows = await this.#rows
      .find({ $or: [old, { sweeping: true }] })
      .sort({ since: 1 })
      .limit(SWEEP_AT_ONCE)
      .toArray();
    await this.sweep(rows.map(({ _id }) => _id));
  }
}
