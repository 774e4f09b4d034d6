import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';

const COLLECTION = 'endedSessions';
const DAY_MS = 86_400_000;

export const endedSessionIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { memberIds: 1, _id: -1 }, name: 'member' },
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
  ],
};

/** What is kept of a session that has ended, with its trail. */
interface EndedSession {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** The accounts that were members at the end. */
  readonly memberIds: readonly string[];
  readonly createdAt: Date;
  readonly endedAt: Date;
}

type Row = Omit<EndedSession, 'id'> & { readonly _id: string; readonly expiresAt: Date };

function sessionOf({ _id, expiresAt: _expiresAt, ...rest }: Row): EndedSession {
  return { id: _id, ...rest };
}

/** The sessions that have ended, for as long as the last entries of their trails are kept. */
export class EndedSessionRepository {
  readonly #rows: Collection<Row>;
  readonly #retentionDays: number;

  constructor(db: Db, retentionDays: number) {
    this.#rows = db.collection<Row>(COLLECTION);
    this.#retentionDays = retentionDays;
  }

  /** Replaces the one of an end that has failed. */
  async keep({ id, ...session }: EndedSession): Promise<void> {
    if (this.#retentionDays === 0) return;
    const expiresAt = new Date(session.endedAt.getTime() + this.#retentionDays * DAY_MS);
    await this.#rows.replaceOne({ _id: id }, { ...session, expiresAt }, { upsert: true });
  }

  /** Whether a user was a member at the end. */
  async hadMember(sessionId: string, userId: string): Promise<boolean> {
    const filter = { _id: sessionId, memberIds: userId };
    return (await this.#rows.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  /** Those that a user was in with others at their end, newest first, before the one with the given id. */
  async page(userId: string, before: string | undefined, limit: number): Promise<EndedSession[]> {
    const earlier = before === undefined ? {} : { _id: { $lt: before } };
    const rows = this.#rows
      .find({ memberIds: userId, 'memberIds.1': { $exists: true }, ...earlier })
      .sort({ _id: -1 })
      .limit(limit);
    return (await rows.toArray()).map(sessionOf);
  }
}
