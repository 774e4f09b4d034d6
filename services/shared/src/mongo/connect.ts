import { setTimeout as delay } from 'node:timers/promises';
import { type Db, MongoClient } from 'mongodb';
import { type Dependency, type Log, publicUrl, reasonOf, silentLog } from '../backing/index.ts';
import { clientOptions } from './options.ts';

/** Where MongoDB is, and how long to wait for it at the start. */
export interface MongoConfig {
  /** Connection string; names the database and, unless a member is addressed directly, the replica set. */
  uri: string;
  /** Database, when the connection string names none. */
  dbName?: string;
  /** How long the first connection may take before the start is given up. Default 30 s. */
  startDeadlineMs?: number;
  logger?: Log;
}

/** What the rest of a service sees of MongoDB. */
export interface MongoConnection {
  client: MongoClient;
  db: Db;
  dependency: Dependency;
  close: () => Promise<void>;
}

const START_DEADLINE_MS = 30_000;
const RETRY_MS = 250;

/**
 * Connects and waits until the server answers a ping, at most `startDeadlineMs`. From then on the driver
 * reconnects by itself: a server that dies and comes back costs failed operations, never the process.
 * @throws Error with a sentence fit for the person who started the service.
 */
export async function connectMongo(config: MongoConfig): Promise<MongoConnection> {
  const client = new MongoClient(config.uri, clientOptions);
  const db = client.db(config.dbName);
  try {
    await waitForPing(client, db, config);
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
  return {
    client,
    db,
    dependency: { name: 'mongo', required: true, check: () => ping(db) },
    close: () => client.close(),
  };
}

async function ping(db: Db): Promise<void> {
  await db.command({ ping: 1 });
}

async function waitForPing(
  client: MongoClient,
  db: Db,
  { uri, startDeadlineMs = START_DEADLINE_MS, logger = silentLog }: MongoConfig,
) {
  const end = performance.now() + startDeadlineMs;
  for (;;) {
    try {
      // An operation alone would go on using what a first failed attempt has closed.
      await client.connect();
      await ping(db);
      return;
    } catch (error) {
      const reason = reasonOf(error);
      if (performance.now() + RETRY_MS > end)
        throw new Error(startFailure(uri, startDeadlineMs, reason), { cause: error });
      logger.warn({ mongo: publicUrl(uri), reason }, 'MongoDB does not answer yet');
      await delay(RETRY_MS);
    }
  }
}

function startFailure(uri: string, waitedMs: number, reason: string): string {
  return `MongoDB at ${publicUrl(uri)} did not answer within ${waitedMs / 1000} s (${reason}). Is it running, and is MONGO_URI right?`;
}
