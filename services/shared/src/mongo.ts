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
import type { ReadinessCheck } from './readiness.ts';

/**
 * Limits for when mongod is away. One operation then costs, measured and with the driver's one retry: 2.5 s when
 * the server is dead (its selection); up to 5.5 s when it is frozen (the socket, then a hand-shake or the
 * selection), which the time limit of the HTTP handler cuts short. (`timeoutMS` would say this in one number, but
 * has no effect in driver 7.)
 */
const SOCKET_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 1_000;
export const SERVER_SELECTION_TIMEOUT_MS = 2_500;
const HEARTBEAT_MS = 2_000;

/** What every client of ours asks of the driver: majority writes in the journal, and limits on waiting. */
export const clientOptions: MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true },
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  waitQueueTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  maxPoolSize: 50,
  ignoreUndefined: true,
};

/** Where MongoDB is, and how long to wait for it at the start. */
export interface MongoConfig {
  /** Connection string; names the database and, unless a member is addressed directly, the replica set. */
  uri: string;
  /** Database, when the connection string names none. */
  dbName?: string;
  /** How long the first connection may take before the start is given up. Default 30 s. */
  startDeadlineMs?: number;
  logger?: Logger;
}

/** What the rest of a service sees of MongoDB. */
export interface MongoConnection {
  client: MongoClient;
  db: Db;
  readinessCheck: ReadinessCheck;
  close: () => Promise<void>;
}

const START_DEADLINE_MS = 30_000;
const CONNECT_RETRY_MS = 250;

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
    readinessCheck: { name: 'mongo', required: true, check: () => ping(db) },
    close: () => client.close(),
  };
}

async function ping(db: Db): Promise<void> {
  await db.command({ ping: 1 });
}

async function waitForPing(
  client: MongoClient,
  db: Db,
  { uri, startDeadlineMs = START_DEADLINE_MS, logger = silentLogger }: MongoConfig,
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
      if (performance.now() + CONNECT_RETRY_MS > end)
        throw new Error(startFailure(uri, startDeadlineMs, reason), { cause: error });
      logger.warn({ mongo: publicUrl(uri), reason }, 'MongoDB does not answer yet');
      await delay(CONNECT_RETRY_MS);
    }
  }
}

function startFailure(uri: string, waitedMs: number, reason: string): string {
  return `MongoDB at ${publicUrl(uri)} did not answer within ${waitedMs / 1000} s (${reason}). Is it running, and is MONGO_URI right?`;
}

const DUPLICATE_KEY = 11_000;

/** Whether a write failed because what a unique index keeps apart is there already; of a bulk write, its first fault. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Collection name -> its indexes; a collection without any is created all the same. */
export type IndexDeclarations = Record<string, IndexDescription[]>;

const BUILD_DEADLINE_MS = 60_000;
const INDEX_RETRY_MS = 100;
const NAMESPACE_EXISTS = 48;
const OPTIONS_CONFLICT = 85;

/**
 * Creates the collections and indexes that are missing; safe to call at every start and by several replicas.
 * Collections are made beforehand because creating one inside a transaction makes concurrent ones conflict.
 * A changed `expireAfterSeconds` is applied to the existing index.
 * @throws MongoServerError when an index of that name exists with another meaning.
 */
export async function ensureIndexes(db: Db, declarations: IndexDeclarations): Promise<void> {
  const end = performance.now() + BUILD_DEADLINE_MS;
  for (const [collection, indexes] of Object.entries(declarations)) {
    await patiently(end, () => createCollection(db, collection));
    for (const index of indexes) await patiently(end, () => createIndex(db, collection, index));
  }
}

/** A build that outlasts the socket goes on in the server; asking again waits for it. */
async function patiently(end: number, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof MongoNetworkError) || performance.now() > end) throw error;
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

async function createIndex(db: Db, collection: string, index: IndexDescription): Promise<void> {
  try {
    await db.collection(collection).createIndexes([index]);
  } catch (error) {
    const conflict = error instanceof MongoServerError && error.code === OPTIONS_CONFLICT;
    if (!conflict || index.expireAfterSeconds === undefined) throw error;
    const changed = { keyPattern: index.key, expireAfterSeconds: index.expireAfterSeconds };
    await db.command({ collMod: collection, index: changed });
  }
}
