import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import type { TrackSuggestion } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';

const COLLECTION = 'sessionSuggestions';
const DAY_SECONDS = 86_400;

export const suggestionIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { changedAt: 1 }, name: 'ttl', expireAfterSeconds: limits.suggestionDays * DAY_SECONDS },
  ],
};

/** A suggestion, and who has voted for it: read as a number, because a session can have 1,000 voters for each. */
interface Item extends Omit<TrackSuggestion, 'suggestedAt' | 'votes'> {
  readonly suggestedAt: Date;
  readonly voterIds: readonly string[];
}

export interface StoredSuggestion extends Omit<Item, 'voterIds'> {
  readonly votes: number;
  /** Whether the user who asks has voted for it. */
  readonly hasVoted: boolean;
}

/** Those of a session in one document, so that one update keeps their bounds. */
interface Row {
  _id: string;
  items: Item[];
  changedAt: Date;
}

export function suggestionOf({ suggestedAt, hasVoted: _, ...rest }: StoredSuggestion): TrackSuggestion {
  return { ...rest, suggestedAt: suggestedAt.toISOString() };
}

/** The suggestions of listening sessions. */
export class SuggestionRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /** The earliest first, as this user sees them. */
  async listOf(sessionId: string, userId = ''): Promise<StoredSuggestion[]> {
    const votes = { $size: '$items.voterIds' };
    const hasVoted = { $in: [userId, '$items.voterIds'] };
    const rows = await this.#rows
      .aggregate<{ items: StoredSuggestion }>([
        { $match: { _id: sessionId } },
        { $unwind: '$items' },
        { $set: { 'items.votes': votes, 'items.hasVoted': hasVoted } },
        { $project: { _id: 0, 'items.voterIds': 0, changedAt: 0 } },
      ])
      .toArray();
    return rows.map(({ items }) => items);
  }

  /** @returns false when the track is suggested already, or the session or the user has as many as allowed */
  async add(sessionId: string, { votes: _, hasVoted: __, ...made }: StoredSuggestion): Promise<boolean> {
    const suggestion: Item = { ...made, voterIds: [] };
    const changedAt = new Date();
    await this.#rows.updateOne(
      { _id: sessionId },
      { $setOnInsert: { items: [], changedAt } },
      { upsert: true },
    );
    const cond = { $eq: ['$$one.userId', suggestion.userId] };
    const own = { $size: { $filter: { input: '$items', as: 'one', cond } } };
    const { matchedCount } = await this.#rows.updateOne(
      {
        _id: sessionId,
        'items.trackId': { $ne: suggestion.trackId },
        [`items.${limits.suggestions - 1}`]: { $exists: false },
        $expr: { $lt: [own, limits.suggestionsPerUser] },
      },
      { $push: { items: suggestion }, $set: { changedAt } },
    );
    return matchedCount === 1;
  }

  /** @returns false when it is gone */
  async remove(sessionId: string, id: string): Promise<boolean> {
    const { modifiedCount } = await this.#rows.updateOne({ _id: sessionId }, { $pull: { items: { id } } });
    return modifiedCount === 1;
  }

  /** @returns false when it is gone, or has as many votes as a session has members */
  async addVote(sessionId: string, id: string, userId: string): Promise<boolean> {
    const isFull = `voterIds.${limits.membersPerSession - 1}`;
    const { matchedCount } = await this.#rows.updateOne(
      { _id: sessionId, items: { $elemMatch: { id, [isFull]: { $exists: false } } } },
      { $addToSet: { 'items.$.voterIds': userId } },
    );
    return matchedCount === 1;
  }

  /** @returns whether there was a vote */
  async removeVote(sessionId: string, id: string, userId: string): Promise<boolean> {
    const { modifiedCount } = await this.#rows.updateOne(
      { _id: sessionId, 'items.id': id },
      { $pull: { 'items.$.voterIds': userId } },
    );
    return modifiedCount === 1;
  }

  async removeAll(sessionId: string): Promise<void> {
    await this.#rows.deleteOne({ _id: sessionId });
  }
}
