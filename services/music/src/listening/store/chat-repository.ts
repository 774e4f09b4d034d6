import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import type { ChatMessage } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';

const COLLECTION = 'chatMessages';
const DAY_SECONDS = 86_400;
/** After so many messages those beyond the limit are removed. */
const PRUNE_EVERY = 100;

export const chatIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { sessionId: 1, number: -1 }, name: 'session', unique: true },
    { key: { postedAt: 1 }, name: 'ttl', expireAfterSeconds: limits.chatDays * DAY_SECONDS },
  ],
};

type Row = Omit<ChatMessage, 'id' | 'postedAt'> & { _id: string; sessionId: string; postedAt: Date };

function messageOf({ _id, sessionId: _sessionId, postedAt, ...rest }: Row): ChatMessage {
  return { id: _id, ...rest, postedAt: postedAt.toISOString() };
}

/** The chat messages of listening sessions in MongoDB. */
export class ChatRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  async find(sessionId: string, id: string): Promise<ChatMessage | null> {
    const row = await this.#rows.findOne({ _id: id, sessionId });
    return row === null ? null : messageOf(row);
  }

  /** Stores a message, and removes the oldest ones now and then. */
  async insert(sessionId: string, { id, postedAt, ...rest }: ChatMessage): Promise<void> {
    await this.#rows.insertOne({ _id: id, sessionId, ...rest, postedAt: new Date(postedAt) });
    if (rest.number % PRUNE_EVERY !== 0) return;
    await this.#rows.deleteMany({ sessionId, number: { $lte: rest.number - limits.chatMessages } });
  }

  /** The newest first, before the one with the given number. */
  async page(sessionId: string, before: number, limit: number): Promise<ChatMessage[]> {
    const rows = await this.#rows
      .find({ sessionId, number: { $lt: before } })
      .sort({ number: -1 })
      .limit(limit)
      .toArray();
    return rows.map(messageOf);
  }

  async remove(sessionId: string, id: string): Promise<void> {
    await this.#rows.deleteOne({ _id: id, sessionId });
  }

  async removeAll(sessionId: string): Promise<void> {
    await this.#rows.deleteMany({ sessionId });
  }
}
