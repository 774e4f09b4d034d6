import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { Counter } from '@prometheus-io/client';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { Storage } from './storage.ts';
import type { UploadStaging } from './upload-staging.ts';

interface OrphanFile {
  /** A storage key, or a name that may have been stored. */
  _id: string;
  since: Date;
  /** Its deletion has begun, so it cannot be claimed any more. */
  sweeping: boolean;
}

/** No upload takes longer; a file that is an orphan for so long has been abandoned. */
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;
const SWEEP_BATCH = 100;
const SWEEP_INTERVAL_MS = 10 * 60 * 1000;

/** By the clock of the database, because each instance sweeps what others have added. */
const SINCE_NOW = { $currentDate: { since: true } } as const;

export const orphanFileIndexes: IndexDeclarations = { looseFiles: [{ key: { since: 1 }, name: 'since' }] };

/**
 * The files that belong to no track: recorded before an upload begins, removed from the record in the transaction that
 * creates the track, and recorded again in the one that deletes it. So storage and database agree after any crash.
 */
export class OrphanFiles {
  readonly #orphans: Collection<OrphanFile>;
  readonly #storage: Storage;
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #sweeps = new Set<Promise<void>>();
  /** Files that can never be deleted fill the disk until an operator acts. */
  readonly deletions = new Counter({
    name: 'downbeat_orphan_files_total',
    help: 'Deletions of files that belong to no track, by outcome',
    labelNames: ['outcome'],
    registers: [],
  });

  constructor(db: Db, storage: Storage, logger: Pick<Logger, 'warn'>) {
    // The name of the collection in existing databases.
    this.#orphans = db.collection<OrphanFile>('looseFiles');
    this.#storage = storage;
    this.#logger = logger;
    for (const outcome of ['deleted', 'failed']) this.deletions.inc({ outcome }, 0);
  }

  async add(names: readonly string[], mongoSession?: ClientSession): Promise<void> {
    // An upsert, because an insert has no operator for the time of the database.
    const upserts = names.map((_id) => ({
      updateOne: { filter: { _id }, update: { $set: { sweeping: false }, ...SINCE_NOW }, upsert: true },
    }));
    await this.#orphans.bulkWrite(upserts, mongoSession === undefined ? {} : { session: mongoSession });
  }

  /** Marks files as belonging to a track, when the transaction commits. */
  async claim(names: readonly string[], mongoSession: ClientSession): Promise<void> {
    const filter = { _id: { $in: [...names] }, sweeping: false };
    const { deletedCount } = await this.#orphans.deleteMany(filter, { session: mongoSession });
    if (deletedCount !== names.length) throw new Error('a file was deleted before its track was written');
  }

  /** Deletes those of the files that are still orphans. A failed deletion is logged, counted and tried again later. */
  async sweep(names: readonly string[]): Promise<void> {
    for (const name of names) {
      // While a transaction that claims the file is open, this waits for its outcome.
      const orphan = await this.#orphans.findOneAndUpdate({ _id: name }, { $set: { sweeping: true } });
      if (orphan === null) continue;
      if (await this.#delete(name)) await this.#orphans.deleteOne({ _id: name });
      // Moves it to the end of the queue, so that files that cannot be deleted never block the others.
      else await this.#orphans.updateOne({ _id: name }, SINCE_NOW);
    }
  }

  /** As `sweep`, but never rejects: a failure is logged, and the sweeper tries again later. */
  async sweepQuietly(names: readonly string[]): Promise<void> {
    try {
      await this.sweep(names);
    } catch (error) {
      this.#logger.warn({ names, reason: reasonOf(error) }, 'orphan files are left to the sweeper');
    }
  }

  /** As `sweepQuietly`, for a request that does not wait for the storage. */
  sweepLater(names: readonly string[]): void {
    const sweep = this.sweepQuietly(names).finally(() => this.#sweeps.delete(sweep));
    this.#sweeps.add(sweep);
  }

  /** Resolves when the sweeps of `sweepLater` are over. */
  async settled(): Promise<void> {
    await Promise.all(this.#sweeps);
  }

  async #delete(name: string): Promise<boolean> {
    try {
      await this.#storage.delete(name);
      this.deletions.inc({ outcome: 'deleted' });
      return true;
    } catch (error) {
      this.deletions.inc({ outcome: 'failed' });
      this.#logger.warn(
        { name, reason: reasonOf(error) },
        'an orphan file could not be deleted; trying again later',
      );
      return false;
    }
  }

  /** Deletes the files of uploads that a crash interrupted, and those whose deletion failed before. */
  async sweepAbandoned(): Promise<void> {
    const isOld = { $lt: ['$since', { $subtract: ['$$NOW', ABANDONED_AFTER_MS] }] };
    const orphans = await this.#orphans
      .find({ $or: [{ $expr: isOld }, { sweeping: true }] })
      .sort({ since: 1 })
      .limit(SWEEP_BATCH)
      .toArray();
    await this.sweep(orphans.map(({ _id }) => _id));
  }
}

/** Removes, at once and every ten minutes, what crashes have left in storage. Returns a function that stops this. */
export function startSweeper(
  orphanFiles: Pick<OrphanFiles, 'sweepAbandoned'>,
  uploadStaging: Pick<UploadStaging, 'removeAbandoned'>,
  logger: Pick<Logger, 'warn'>,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const sweep = async () => {
    try {
      await orphanFiles.sweepAbandoned();
      await uploadStaging.removeAbandoned();
    } catch (error) {
      logger.warn({ err: error }, 'could not remove abandoned files; the next sweep tries again');
    }
  };
  const begin = () => {
    // A sweep that takes longer than the interval delays the next one; they never pile up.
    running ??= sweep().finally(() => {
      running = null;
    });
  };
  begin();
  const timer = setInterval(begin, SWEEP_INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
