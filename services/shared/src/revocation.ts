import type { Redis } from 'ioredis';
import type { ClientSession, Collection, Db } from 'mongodb';
import { createBatches } from './batches.ts';
import type { Logger } from './logging.ts';
import type { EventHandlers } from './messaging/processor.ts';
import type { IndexDeclarations } from './mongo.ts';
import { createRecentValues } from './recent-values.ts';
import { createRedisGuard, redisKeys } from './redis.ts';

interface RevocationListOptions {
  redis: Redis;
  db: Db;
  logger?: Logger;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
  /** Milliseconds of a clock that never steps; for tests. */
  monotonicNow?: () => number;
}

/** The auth sessions that were ended before their access tokens expire. */
export interface RevocationList {
  /** Writes into this service's database; with `mongoSession` as a part of that transaction. */
  record: (authSessionId: string, until: Date, mongoSession?: ClientSession) => Promise<void>;
  /** Tells the other services at once, through Redis; to be called after the commit. Never rejects. */
  announce: (authSessionId: string, until: Date) => Promise<void>;
  /** What `isRevoked` answered in the last 2 s; null when it must be asked. */
  recentAnswer: (authSessionId: string) => boolean | null;
  /** Whether the auth session is revoked. The answer may be 2 s old. Rejects when MongoDB is away. */
  isRevoked: (authSessionId: string) => Promise<boolean>;
}

interface Row {
  _id: string;
  until: Date;
}

const COLLECTION = 'revokedSessions';
const ANSWER_TTL_MS = 2_000;
const ANSWER_LIMIT = 10_000;
/** Auth sessions that are looked for at once: while many members of a room come back, each asks for its own. */
const BATCH_SIZE = 500;

/** A row expires when the last token of its auth session has expired. */
export const revocationIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { until: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

/**
 * Creates the list. Redis tells every service at once; the service's own collection, filled from auth's events, survives an
 * emptied Redis. An auth session is revoked when either says so.
 */
export function createRevocationList({
  redis,
  db,
  logger,
  now = Date.now,
  monotonicNow = () => performance.now(),
}: RevocationListOptions): RevocationList {
  const guard = createRedisGuard(redis, logger);
  const rows = db.collection<Row>(COLLECTION);
  const isListed = createLookUp(guard, rows, now);
  const answers = createRecentValues<boolean>({
    keptMs: ANSWER_TTL_MS,
    limit: ANSWER_LIMIT,
    now: monotonicNow,
  });

  async function record(authSessionId: string, until: Date, mongoSession?: ClientSession) {
    await rows.updateOne(
      { _id: authSessionId },
      { $max: { until } },
      { upsert: true, ...(mongoSession && { session: mongoSession }) },
    );
  }
  async function announce(authSessionId: string, until: Date) {
    const ttlMs = until.getTime() - now();
    if (ttlMs <= 0) return;
    answers.keep(authSessionId, true);
    await guard.attempt((client) => client.set(redisKeys.revokedSession(authSessionId), '1', 'PX', ttlMs));
  }
  return {
    record,
    announce,
    recentAnswer: (authSessionId) => answers.get(authSessionId) ?? null,
    async isRevoked(authSessionId) {
      const known = answers.get(authSessionId);
      if (known !== undefined) return known;
      // An announcement that was made during the query is newer than its result.
      const revoked = (await isListed(authSessionId)) || answers.get(authSessionId) === true;
      answers.keep(authSessionId, revoked);
      return revoked;
    },
  };
}

/** Looks in Redis, then in the database. */
function createLookUp(
  guard: ReturnType<typeof createRedisGuard>,
  rows: Collection<Row>,
  now: () => number,
): (authSessionId: string) => Promise<boolean> {
  const isInRedis = createBatches<string, boolean>({
    what: 'the look-up of revoked sign-ins in Redis',
    maxSize: BATCH_SIZE,
    work: async (ids) => {
      const found = await guard.attempt((client) => client.mget(ids.map(redisKeys.revokedSession)));
      return ids.map((_, index) => typeof found?.[index] === 'string');
    },
  });
  const isInDatabase = createBatches<string, boolean>({
    what: 'the look-up of revoked sign-ins',
    maxSize: BATCH_SIZE,
    work: async (ids) => {
      const found = await rows.find({ _id: { $in: [...ids] } }).toArray();
      const until = new Map(found.map((row) => [row._id, row.until.getTime()]));
      return ids.map((id) => (until.get(id) ?? -Infinity) > now());
    },
  });
  return async (id) => (await isInRedis(id)) || (await isInDatabase(id));
}

/**
 * Fills a service's list from auth's events: the row in the transaction of the event, the announcement after its commit.
 */
export function revocationHandlers(
  revocations: Pick<RevocationList, 'record' | 'announce'>,
): Pick<EventHandlers, 'downbeat.session.revoked.v1'> {
  return {
    'downbeat.session.revoked.v1': async ({ data }, { mongoSession, afterCommit }) => {
      const until = new Date(data.revokedUntil);
      await revocations.record(data.sessionId, until, mongoSession);
      afterCommit(() => revocations.announce(data.sessionId, until));
    },
  };
}
