import type { Redis } from 'ioredis';
import type { ClientSession, Db } from 'mongodb';
import type { Logger } from './logging.ts';
import type { EventHandlers } from './messaging/handlers.ts';
import type { IndexDeclarations } from './mongo.ts';
import { createRedisGuard, redisKeys } from './redis.ts';

/** What was found out a moment ago about a session; at most `limit` sessions are remembered. */
export class RecentAnswers {
  readonly #entries = new Map<string, { revoked: boolean; until: number }>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** The verdict, or null when there is none that is recent enough. */
  get(authSessionId: string): boolean | null {
    const entry = this.#entries.get(authSessionId);
    if (entry === undefined) return null;
    if (entry.until > this.#now()) return entry.revoked;
    this.#entries.delete(authSessionId);
    return null;
  }

  /** Keeps a verdict for `ms`; the oldest goes when there are too many. */
  set(authSessionId: string, revoked: boolean, ms: number): void {
    this.#entries.delete(authSessionId);
    this.#entries.set(authSessionId, { revoked, until: this.#now() + ms });
    if (this.#entries.size > this.#limit) this.#dropOldest();
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}

/** What the list lives on. */
export interface RevocationListOptions {
  redis: Redis;
  db: Db;
  logger?: Logger;
  /** Milliseconds; for tests. */
  now?: () => number;
}

/** The sessions that have ended before their tokens do. */
export interface RevocationList {
  /** `record` and `announce` in one: for use outside a transaction. */
  revoke: (authSessionId: string, until: Date) => Promise<void>;
  /** Writes the truth into this service's database; with `session` as part of that transaction. */
  record: (authSessionId: string, until: Date, session?: ClientSession) => Promise<void>;
  /** Tells the other services at once through Redis; to be called after the commit. Never fails. */
  announce: (authSessionId: string, until: Date) => Promise<void>;
  /** Whether the session is revoked. A verdict may be 2 s old. Rejects when Mongo cannot be asked. */
  isRevoked: (authSessionId: string) => Promise<boolean>;
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
  const verdicts = new RecentAnswers(VERDICT_LIMIT, now);

  async function record(authSessionId: string, until: Date, session?: ClientSession) {
    await rows.updateOne(
      { _id: authSessionId },
      { $max: { until } },
      { upsert: true, ...(session && { session }) },
    );
  }
  async function announce(authSessionId: string, until: Date) {
    const ttlMs = until.getTime() - now();
    if (ttlMs <= 0) return;
    verdicts.set(authSessionId, true, VERDICT_MS);
    await guard.attempt((client) => client.set(redisKeys.revokedSession(authSessionId), '1', 'PX', ttlMs));
  }
  async function ask(authSessionId: string): Promise<boolean> {
    const inRedis = await guard.attempt((client) => client.exists(redisKeys.revokedSession(authSessionId)));
    if (inRedis === 1) return true;
    const row = await rows.findOne({ _id: authSessionId });
    return row !== null && row.until.getTime() > now();
  }
  return {
    record,
    announce,
    async revoke(authSessionId, until) {
      await record(authSessionId, until);
      await announce(authSessionId, until);
    },
    async isRevoked(authSessionId) {
      const known = verdicts.get(authSessionId);
      if (known !== null) return known;
      // An announcement made while asking is newer than the answer.
      const revoked = (await ask(authSessionId)) || verdicts.get(authSessionId) === true;
      verdicts.set(authSessionId, revoked, VERDICT_MS);
      return revoked;
    },
  };
}

/**
 * Keeps a service's own list by auth's events: the truth in the transaction of the event, the news once it is committed.
 */
export function revocationHandlers(
  revocations: Pick<RevocationList, 'record' | 'announce'>,
): Pick<EventHandlers, 'downbeat.session.revoked.v1'> {
  return {
    'downbeat.session.revoked.v1': async ({ data }, { session, afterCommit }) => {
      const until = new Date(data.revokedUntil);
      await revocations.record(data.sessionId, until, session);
      afterCommit(() => revocations.announce(data.sessionId, until));
    },
  };
}
