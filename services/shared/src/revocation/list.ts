import type { Redis } from 'ioredis';
import type { ClientSession, Db } from 'mongodb';
import type { Log } from '../backing/index.ts';
import type { IndexDeclarations } from '../mongo/index.ts';
import { createRedisGuard, redisKeys } from '../redis/index.ts';
import { VerdictCache } from './verdicts.ts';

/** What the list lives on. */
export interface RevocationListOptions {
  redis: Redis;
  db: Db;
  logger?: Log;
  /** Milliseconds; for tests. */
  now?: () => number;
}

/** The sessions that have ended before their tokens do. */
export interface RevocationList {
  /** `record` and `announce` in one: for use outside a transaction. */
  revoke: (sessionId: string, until: Date) => Promise<void>;
  /** Writes the truth into this service's database; with `session` as part of that transaction. */
  record: (sessionId: string, until: Date, session?: ClientSession) => Promise<void>;
  /** Tells the other services at once through Redis; to be called after the commit. Never fails. */
  announce: (sessionId: string, until: Date) => Promise<void>;
  /** Whether the session is revoked. A verdict may be 2 s old. Rejects when Mongo cannot be asked. */
  isRevoked: (sessionId: string) => Promise<boolean>;
}

interface RevokedSession {
  _id: string;
  until: Date;
}

const COLLECTION = 'revokedSessions';
const VERDICT_MS = 2_000;
const VERDICT_LIMIT = 10_000;

/** A row goes when the last token of its session has ended by itself. */
export const revocationIndexes: IndexDeclarations = {
  [COLLECTION]: [{ key: { until: 1 }, name: 'ttl', expireAfterSeconds: 0 }],
};

/**
 * The sessions whose tokens are no longer good although they are still signed. Redis carries the news at once,
 * this service's own collection, fed by auth's events, is the truth that survives an emptied Redis: a session
 * is revoked when either says so.
 */
export function createRevocationList({
  redis,
  db,
  logger,
  now = Date.now,
}: RevocationListOptions): RevocationList {
  const guard = createRedisGuard(redis, logger);
  const rows = db.collection<RevokedSession>(COLLECTION);
  const verdicts = new VerdictCache(VERDICT_LIMIT, now);

  async function record(sessionId: string, until: Date, session?: ClientSession) {
    await rows.updateOne(
      { _id: sessionId },
      { $max: { until } },
      { upsert: true, ...(session && { session }) },
    );
  }
  async function announce(sessionId: string, until: Date) {
    const ttlMs = until.getTime() - now();
    if (ttlMs <= 0) return;
    verdicts.set(sessionId, true, VERDICT_MS);
    await guard.attempt((client) => client.set(redisKeys.revokedSession(sessionId), '1', 'PX', ttlMs));
  }
  async function ask(sessionId: string): Promise<boolean> {
    const inRedis = await guard.attempt((client) => client.exists(redisKeys.revokedSession(sessionId)));
    if (inRedis === 1) return true;
    const row = await rows.findOne({ _id: sessionId });
    return row !== null && row.until.getTime() > now();
  }
  return {
    record,
    announce,
    async revoke(sessionId, until) {
      await record(sessionId, until);
      await announce(sessionId, until);
    },
    async isRevoked(sessionId) {
      const known = verdicts.get(sessionId);
      if (known !== null) return known;
      // An announcement made while asking is newer than the answer.
      const revoked = (await ask(sessionId)) || verdicts.get(sessionId) === true;
      verdicts.set(sessionId, revoked, VERDICT_MS);
      return revoked;
    },
  };
}
