import { setTimeout as delay } from 'node:timers/promises';
import {
  type Db,
  type IndexDescription,
  MongoClient,
  type MongoClientOptions,
  MongoNetworkError,
  MongoServerError,
} from 'mongodb';
import { publicUrl } from './config/checks.ts';
import { type Logger, reasonOf, silentLogger } from './logging.ts';
import { limitCalls } from './mongo-limits.ts';
import type { ReadinessCheck } from './readiness.ts';
import { DeadlineError } from './timers.ts';

/**
 * Time limits for when mongod is away. One operation, with the driver's one retry, then takes 1.5 s when the server is dead.
 * `limitCalls` bounds what these limits add up to, and what they do not see.
 */
const SOCKET_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 1_000;
export const SERVER_SELECTION_TIMEOUT_MS = 1_500;
const WAIT_QUEUE_TIMEOUT_MS = 2_500;
const HEARTBEAT_MS = 2_000;

/** The options of every client: majority writes in the journal, and limits on waiting. */
export const clientOptions: MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true },
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  waitQueueTimeoutMS: WAIT_QUEUE_TIMEOUT_MS,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  maxPoolSize: 50,
  ignoreUndefined: true,
};

interface MongoConfig {
  /** Connection string; names the database and, unless a member is addressed directly, the replica set. */
  uri: string;
  /** Database, when the connection string names none. */
  dbName?: string;
  /** How long the first connection may take; then the start fails. Default 30 s. */
  startDeadlineMs?: number;
  logger?: Logger;
}

/** MongoDB, as a service uses it. */
export interface MongoConnection {
  client: MongoClient;
  db: Db;
  readinessCheck: ReadinessCheck;
  close: () => Promise<void>;
}

const START_DEADLINE_MS = 30_000;
const CONNECT_RETRY_MS = 250;

/**
 * Connects, and waits at most `startDeadlineMs` until the server answers a ping. After that the driver reconnects by
 * itself: while the server is away operations fail, and the process goes on.
 * @throws Error whose message tells the operator what to check
 */
export async function connectMongo(config: MongoConfig): Promise<MongoConnection> {
  const client = new MongoClient(config.uri, clientOptions);
  const db = limitCalls(client.db(config.dbName));
  try {
    await waitForPing(client, db, config);
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
  return {
    client,
    db,
    readinessCheck: { name: 'mongo', required: true, check: () => db.command({ ping: 1 }) },
    close: () => client.close(),
  };
}

async function waitForPing(
  client: MongoClient,
  db: Db,
  { uri, startDeadlineMs = START_DEADLINE_MS, logger = silentLogger }: MongoConfig,
) {
  const end = performance.now() + startDeadlineMs;
  for (;;) {
    try {
      // Connect again: an operation would use what the first failed attempt has closed.
      await client.connect();
      await db.command({ ping: 1 });
      return;
    } catch (error) {
      const reason = reasonOf(error);
      if (performance.now() + CONNECT_RETRY_MS > end) {
        const failure = `MongoDB at ${publicUrl(uri)} did not answer within ${startDeadlineMs / 1000} s (${reason}).`;
        throw new Error(`${failure} Is it running, and is MONGO_URI right?`, { cause: error });
      }
      logger.warn({ mongo: publicUrl(uri), reason }, 'MongoDB does not answer yet');
      await delay(CONNECT_RETRY_MS);
    }
  }
}

const DUPLICATE_KEY = 11_000;

/** Whether a write failed because a unique index has the value already; of a bulk write, its first error. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Indexes by collection name. A collection without indexes is created too. */
export type IndexDeclarations = Record<string, IndexDescription[]>;

/** An index of a million tracks takes minutes. */
const BUILD_DEADLINE_MS = 600_000;
const INDEX_RETRY_MS = 100;
const NAMESPACE_EXISTS = 48;
const OPTIONS_CONFLICT = 85;

/**
 * Creates the collections and indexes that are missing; safe to call at every start and by several replicas. Collections
 * are created here because a transaction that creates one conflicts with concurrent transactions. A changed
 * `expireAfterSeconds` is applied to the existing index.
 * @throws MongoServerError when an index of that name exists with other keys or options
 */
export async function ensureIndexes(db: Db, declarations: IndexDeclarations): Promise<void> {
  const end = performance.now() + BUILD_DEADLINE_MS;
  const existing = await retryWhileBuilding(end, () => collectionNames(db));
  for (const [collection, indexes] of Object.entries(declarations)) {
    if (!existing.has(collection)) await retryWhileBuilding(end, () => createCollection(db, collection));
    if (indexes.length > 0) await retryWhileBuilding(end, () => createIndexes(db, collection, indexes));
  }
}

async function collectionNames(db: Db): Promise<ReadonlySet<string>> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  return new Set(collections.map(({ name }) => name));
}

/** An index build that outlasts the socket goes on in the server; a repeated command waits for it. */
async function retryWhileBuilding<T>(end: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const goesOn = error instanceof MongoNetworkError || error instanceof DeadlineError;
      if (!goesOn || performance.now() > end) throw error;
      await delay(INDEX_RETRY_MS);
    }
  }
}

async function createCollection(db: Db, name: string): Promise<void> {
  try {
    await db.createCollection(name);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === NAMESPACE_EXISTS)) throw error;
  }
}

const isOptionsConflict = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === OPTIONS_CONFLICT;

/** All in one command, which most starts find done; one by one only when one of them has to be changed. */
async function createIndexes(db: Db, collection: string, indexes: IndexDescription[]): Promise<void> {
  try {
    await db.collection(collection).createIndexes(indexes);
  } catch (error) {
    if (!isOptionsConflict(error)) throw error;
    for (const index of indexes) await createOrChangeIndex(db, collection, index);
  }
}

async function createOrChangeIndex(db: Db, collection: string, index: IndexDescription): Promise<void> {
  try {
    await db.collection(collection).createIndexes([index]);
  } catch (error) {
    if (!isOptionsConflict(error) || index.expireAfterSeconds === undefined) throw error;
    const changed = { keyPattern: index.key, expireAfterSeconds: index.expireAfterSeconds };
    await db.command({ collMod: collection, index: changed });
  }
}
