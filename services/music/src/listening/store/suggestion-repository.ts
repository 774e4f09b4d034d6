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

/** A suggestion and who has voted for it. */
export interface StoredSuggestion extends Omit<TrackSuggestion, 'suggestedAt' | 'votes'> {
  readonly suggestedAt: Date;
  readonly voterIds: readonly string[];
}

/** Those of a session in one document, so that one update keeps their bounds. */
interface Row {
  _id: string;
  items: StoredSuggestion[];
  changedAt: Date;
}

export function suggestionOf({ suggestedAt, voterIds, ...rest }: StoredSuggestion): TrackSuggestion {
  return { ...rest, suggestedAt: suggestedAt.toISOString(), votes: voterIds.length };
}

/** The suggestions of listening sessions. */
export class SuggestionRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /** The earliest first. */
  async listOf(sessionId: string): Promise<StoredSuggestion[]> {
    return (await this.#rows.findOne({ _id: sessionId }))?.items ?? [];
  }

  /** @returns false when the track is suggested already, or the session or the user has as many as allowed */
  async add(sessionId: string, suggestion: StoredSuggestion): Promise<boolean> {
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
