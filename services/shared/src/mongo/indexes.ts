import { setTimeout as delay } from 'node:timers/promises';
import { type Db, type IndexDescription, MongoNetworkError, MongoServerError } from 'mongodb';

/** Collection name -> its indexes; a collection without any is created all the same. */
export type IndexDeclarations = Record<string, IndexDescription[]>;

const BUILD_DEADLINE_MS = 60_000;
const RETRY_MS = 100;
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
      await delay(RETRY_MS);
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
