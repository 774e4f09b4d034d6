import { setTimeout as delay } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import { MigrationError, MongoDBStorage, Umzug } from 'umzug';
import { newId } from './ids.ts';
import { type Logger, reasonOf } from './logging.ts';
import { isDuplicateKey } from './mongo.ts';

/** One change of what a service has stored. */
export interface Migration {
  /** Unique within its service, and never changed: `0001-index-names`. Migrations run in the order of their list. */
  name: string;
  /** Makes the change. A crash may make it run again from the start, so it must be safe to repeat. */
  up(db: Db): Promise<void>;
}

/** What to run, and where. */
export interface MigrationOptions {
  /** The service's own database; which migrations have run is kept there too, in `migrations`. */
  db: Db;
  migrations: readonly Migration[];
  logger: Logger;
  /** How long a crashed owner's lock keeps others out. Default 30 s. */
  leaseMs?: number;
  /** How long to wait while another process runs the migrations. Default 10 min. */
  waitMs?: number;
}

interface LockRow {
  _id: string;
  owner: string | null;
  until: Date;
}

const LOCK_ID = 'migrations';
const LEASE_MS = 30_000;
const WAIT_MS = 600_000;
const POLL_MS = 200;

/**
 * Runs the migrations that this database has not had, one after the other, before the service listens. Of several
 * processes that start at once, one runs them while the others wait; the lock of a process that died is taken over when
 * its lease has ended.
 * @throws Error whose message tells the operator which migration failed and why; the next start tries it again
 */
export async function runMigrations({
  db,
  migrations,
  logger,
  leaseMs = LEASE_MS,
  waitMs = WAIT_MS,
}: MigrationOptions): Promise<void> {
  if (migrations.length === 0) return;
  const lock = new MigrationLock(db, leaseMs);
  await lock.acquire(waitMs, logger);
  try {
    await runPending(db, migrations, lock, logger);
  } finally {
    // A lock that cannot be released is free when its lease has ended.
    await lock.release().catch(() => undefined);
  }
}

async function runPending(
  db: Db,
  migrations: readonly Migration[],
  lock: MigrationLock,
  logger: Logger,
): Promise<void> {
  const umzug = new Umzug({
    migrations: migrations.map((migration) => ({
      name: migration.name,
      up: () => runOne(db, migration, lock, logger),
    })),
    storage: new MongoDBStorage({ collection: db.collection('migrations') }),
    logger: undefined,
  });
  try {
    await umzug.up();
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const { name } = error.migration;
    const message = `the migration ${name} failed (${reasonOf(error.cause)}); the next start runs it again`;
    throw new Error(message, { cause: error });
  }
}

async function runOne(db: Db, migration: Migration, lock: MigrationLock, logger: Logger): Promise<void> {
  const { name } = migration;
  if (lock.lost) throw new Error(`the lock was lost before the migration ${name}; start the service again`);
  const begin = performance.now();
  logger.info({ migration: name }, 'migration started');
  await migration.up(db);
  logger.info({ migration: name, durationMs: Math.round(performance.now() - begin) }, 'migration finished');
}

/** A lock in the database, held for a lease that its owner renews. The server's clock decides when a lease has ended. */
class MigrationLock {
  readonly #rows: Collection<LockRow>;
  readonly #leaseMs: number;
  readonly #owner = newId();
  #renewal: NodeJS.Timeout | undefined;
  #lost = false;

  constructor(db: Db, leaseMs: number) {
    this.#rows = db.collection<LockRow>('migrationLock');
    this.#leaseMs = leaseMs;
  }

  /** Whether another process has taken the lock over, because renewing it failed for a whole lease. */
  get lost(): boolean {
    return this.#lost;
  }

  /** @throws Error when another process holds the lock for longer than `waitMs` */
  async acquire(waitMs: number, logger: Logger): Promise<void> {
    const end = performance.now() + waitMs;
    await this.#offer();
    for (let waits = 0; !(await this.#take()); waits += 1) {
      if (waits === 0) logger.info('another process runs the migrations; waiting for it');
      if (performance.now() > end) {
        throw new Error(`another process has been running migrations for more than ${waitMs / 1000} s`);
      }
      await delay(POLL_MS);
    }
    this.#renewal = setInterval(() => void this.#renew(logger), this.#leaseMs / 3);
  }

  async release(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#rows.updateOne(
      { _id: LOCK_ID, owner: this.#owner },
      { $set: { owner: null, until: new Date(0) } },
    );
  }

  /** A free lock, unless there is one: an upsert cannot compare with the server's clock. */
  async #offer(): Promise<void> {
    try {
      await this.#rows.insertOne({ _id: LOCK_ID, owner: null, until: new Date(0) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async #take(): Promise<boolean> {
    const free = { _id: LOCK_ID, $expr: { $lte: ['$until', '$$NOW'] } };
    return (await this.#rows.updateOne(free, this.#lease())).matchedCount === 1;
  }

  async #renew(logger: Logger): Promise<void> {
    try {
      const { matchedCount } = await this.#rows.updateOne(
        { _id: LOCK_ID, owner: this.#owner },
        this.#lease(),
      );
      this.#lost = matchedCount === 0;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'the migration lock could not be renewed; trying again');
    }
  }

  #lease() {
    return [{ $set: { owner: this.#owner, until: { $add: ['$$NOW', this.#leaseMs] } } }];
  }
}
