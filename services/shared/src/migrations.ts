import { setTimeout as delay } from 'node:timers/promises';
import type { Collection, Db, Document } from 'mongodb';
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

interface MigrationOptions {
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
  if (!(await isPending(db, migrations))) return;
  const lock = await acquireLock(db, leaseMs, waitMs, logger);
  try {
    await runPending(db, migrations, lock, logger);
  } finally {
    // A lock that cannot be released is free when its lease has ended.
    await lock.release().catch(() => undefined);
  }
}

/** Asked first, because most starts have nothing to run, and then need neither the lock nor the memory of umzug. */
async function isPending(db: Db, migrations: readonly Migration[]): Promise<boolean> {
  const executed = await db.collection<{ migrationName: string }>('migrations').find().toArray();
  const names = new Set(executed.map(({ migrationName }) => migrationName));
  return migrations.some(({ name }) => !names.has(name));
}

async function runPending(
  db: Db,
  migrations: readonly Migration[],
  lock: Lock,
  logger: Logger,
): Promise<void> {
  const { MigrationError, MongoDBStorage, Umzug } = await import('umzug');
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

async function runOne(db: Db, migration: Migration, lock: Lock, logger: Logger): Promise<void> {
  const { name } = migration;
  if (lock.isLost())
    throw new Error(`the lock was lost before the migration ${name}; start the service again`);
  const begin = performance.now();
  logger.info({ migration: name }, 'migration started');
  await migration.up(db);
  logger.info({ migration: name, durationMs: Math.round(performance.now() - begin) }, 'migration finished');
}

interface Lock {
  /** Whether another process has taken the lock over, because renewing it failed for a whole lease. */
  isLost(): boolean;
  release(): Promise<void>;
}

/**
 * Takes a lock in the database, for a lease that this process renews. The server's clock decides when a lease has ended.
 * @throws Error when another process holds the lock for longer than `waitMs`
 */
async function acquireLock(db: Db, leaseMs: number, waitMs: number, logger: Logger): Promise<Lock> {
  const rows = db.collection<LockRow>('migrationLock');
  const owner = newId();
  const mine = { _id: LOCK_ID, owner };
  const lease = [{ $set: { owner, until: { $add: ['$$NOW', leaseMs] } } }];
  await createFreeLock(rows);
  const end = performance.now() + waitMs;
  for (let waits = 0; !(await takeFreeLock(rows, lease)); waits += 1) {
    if (waits === 0) logger.info('another process runs the migrations; waiting for it');
    if (performance.now() > end) {
      throw new Error(`another process has been running migrations for more than ${waitMs / 1000} s`);
    }
    await delay(POLL_MS);
  }
  let lost = false;
  const renew = async () => {
    try {
      lost = (await rows.updateOne(mine, lease)).matchedCount === 0;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'the migration lock could not be renewed; trying again');
    }
  };
  const renewal = setInterval(() => void renew(), leaseMs / 3);
  return {
    isLost: () => lost,
    async release() {
      clearInterval(renewal);
      await rows.updateOne(mine, { $set: { owner: null, until: new Date(0) } });
    },
  };
}

/** An upsert cannot compare with the server's clock, so the lock is created first. */
async function createFreeLock(rows: Collection<LockRow>): Promise<void> {
  try {
    await rows.insertOne({ _id: LOCK_ID, owner: null, until: new Date(0) });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function takeFreeLock(rows: Collection<LockRow>, lease: Document[]): Promise<boolean> {
  const free = { _id: LOCK_ID, $expr: { $lte: ['$until', '$$NOW'] } };
  return (await rows.updateOne(free, lease)).matchedCount === 1;
}
