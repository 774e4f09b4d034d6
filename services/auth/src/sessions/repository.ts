import type { RevocationReason } from '@downbeat/shared/messaging';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Db } from 'mongodb';

/** One sign-in on one device, until it is signed out. Its id is the `sid` of its access tokens. */
interface AuthSessionDocument {
  _id: string;
  userId: string;
  userAgent: string;
  ip: string;
  createdAt: Date;
  lastUsedAt: Date;
  /** The absolute end, however often the tokens are refreshed. */
  expiresAt: Date;
  /** How often its tokens were refreshed; missing before the first time. */
  refreshes?: number;
  revokedAt: Date | null;
  revokedFor: RevocationReason | null;
}

const COLLECTION = 'sessions';
/** Each refresh stores a token. A refresh every 15 minutes for 90 days is half of this. */
const MAX_REFRESHES = 20_000;

export const authSessionIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { userId: 1, createdAt: -1 }, name: 'by-user' },
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
  ],
};

export type AuthSessions = ReturnType<typeof createAuthSessions>;

export function createAuthSessions(db: Db) {
  const rows = db.collection<AuthSessionDocument>(COLLECTION);
  return {
    insert: async (row: AuthSessionDocument, mongoSession: ClientSession): Promise<void> => {
      await rows.insertOne(row, { session: mongoSession });
    },
    find: async (id: string): Promise<AuthSessionDocument | null> => rows.findOne({ _id: id }),
    /** The auth sessions of an account beyond `kept`. Those in use stay before ended ones, and newer before older. */
    listOldest: async (
      userId: string,
      kept: number,
      mongoSession: ClientSession,
    ): Promise<Pick<AuthSessionDocument, '_id' | 'revokedAt'>[]> =>
      rows
        .find({ userId }, { projection: { revokedAt: 1 }, session: mongoSession })
        .sort({ revokedAt: 1, createdAt: -1, _id: -1 })
        .skip(kept)
        .toArray(),
    delete: async (ids: readonly string[], mongoSession: ClientSession): Promise<void> => {
      await rows.deleteMany({ _id: { $in: [...ids] } }, { session: mongoSession });
    },
    /** Records a refresh of an auth session; null when it has ended, or was refreshed too often. */
    touch: async (id: string, now: Date): Promise<AuthSessionDocument | null> =>
      rows.findOneAndUpdate(
        { _id: id, revokedAt: null, expiresAt: { $gt: now }, refreshes: { $not: { $gte: MAX_REFRESHES } } },
        { $set: { lastUsedAt: now }, $inc: { refreshes: 1 } },
        { returnDocument: 'after' },
      ),
    /** Ends an auth session; null when it had ended before. */
    end: async (
      id: string,
      reason: RevocationReason,
      now: Date,
      mongoSession: ClientSession,
    ): Promise<AuthSessionDocument | null> =>
      rows.findOneAndUpdate(
        { _id: id, revokedAt: null },
        { $set: { revokedAt: now, revokedFor: reason } },
        { returnDocument: 'after', session: mongoSession },
      ),
    listActiveIds: async (userId: string, now: Date, mongoSession: ClientSession): Promise<string[]> => {
      const active = { userId, revokedAt: null, expiresAt: { $gt: now } };
      const found = await rows.find(active, { projection: { _id: 1 }, session: mongoSession }).toArray();
      return found.map((row) => row._id);
    },
  };
}

export interface RefreshTokenDocument {
  /** SHA-256 of the token; the token itself is not stored. */
  _id: string;
  sessionId: string;
  /** Time of the first use. A used token gives only the successor that it gave then. */
  usedAt: Date | null;
  /** An unused token expires at this time. */
  idleUntil: Date;
}

export interface FoundRefreshToken extends RefreshTokenDocument {
  /** Since the first use, by the clock of the database, which all hosts share; null for an unused token. */
  usedForMs: number | null;
}

const TOKEN_COLLECTION = 'refreshTokens';

export const refreshTokenIndexes: IndexDeclarations = {
  [TOKEN_COLLECTION]: [
    { key: { idleUntil: 1 }, name: 'ttl', expireAfterSeconds: 0 },
    { key: { sessionId: 1 }, name: 'by-session' },
  ],
};

export type RefreshTokens = ReturnType<typeof createRefreshTokens>;

export function createRefreshTokens(db: Db) {
  const rows = db.collection<RefreshTokenDocument>(TOKEN_COLLECTION);
  return {
    insert: async (row: RefreshTokenDocument, mongoSession: ClientSession): Promise<void> => {
      await rows.insertOne(row, { session: mongoSession });
    },
    deleteOf: async (sessionIds: readonly string[], mongoSession: ClientSession): Promise<void> => {
      await rows.deleteMany({ sessionId: { $in: [...sessionIds] } }, { session: mongoSession });
    },
    find: async (hash: string): Promise<FoundRefreshToken | null> => {
      const usedForMs = { $subtract: ['$$NOW', '$usedAt'] };
      const found = rows.aggregate<FoundRefreshToken>([{ $match: { _id: hash } }, { $set: { usedForMs } }]);
      return found.next();
    },
    /**
     * Replaces a token by its successor. The successor is written first and both writes can be repeated, so parallel
     * uses, and a use after a crash between the writes, lead to the same two rows.
     */
    rotate: async (hash: string, successor: RefreshTokenDocument): Promise<void> => {
      const { _id, ...fields } = successor;
      await rows.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
      await rows.updateOne({ _id: hash, usedAt: null }, { $currentDate: { usedAt: true } });
    },
  };
}
