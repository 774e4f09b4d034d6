import type { ClientSession, Collection, Db } from 'mongodb';
import { after, type ListPosition } from './library-page.ts';
import { rangeOfTrack, trackUserKey } from './play-records.ts';
import {
  type RatingDocument,
  type RatingFigures,
  type RatingFiguresDocument,
  ranksOf,
  toRatingFigures,
} from './rating-records.ts';

/** The ratings of all accounts; `createRatingRecorder` writes them. */
export class RatingRepository {
  readonly #ratings: Collection<RatingDocument>;
  readonly #figures: Collection<RatingFiguresDocument>;

  constructor(db: Db) {
    this.#ratings = db.collection<RatingDocument>('ratings');
    this.#figures = db.collection<RatingFiguresDocument>('ratingFigures');
  }

  /** The best first, and of the same rating the last rated. */
  listOf(
    userId: string,
    { min, max }: { min: number; max: number },
    limit: number,
    position: ListPosition | null,
  ): Promise<RatingDocument[]> {
    const conditions = [{ rank: ranksOf(min, max) }, after('rank', position, Number)];
    return this.#ratings
      .find({ userId, $and: conditions })
      .sort({ rank: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** How an account has rated these tracks; none for those that it has not. */
  async ownRatings(userId: string, trackIds: readonly string[]): Promise<Map<string, number>> {
    const ids = trackIds.map((trackId) => trackUserKey(trackId, userId));
    const found = await this.#ratings.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map(({ trackId, rating }) => [trackId, rating]));
  }

  /** Of the tracks that were rated. */
  async figuresOf(trackIds: readonly string[]): Promise<Map<string, RatingFigures>> {
    const found = await this.#figures.find({ _id: { $in: [...trackIds] } }).toArray();
    return new Map(found.map((figures) => [figures._id, toRatingFigures(figures)]));
  }

  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    const [filter, session] = [{ _id: trackId }, { session: mongoSession }];
    // Written also when there are none, so that a rating of the same moment comes before the deletion, or finds no track.
    const hold = { $currentDate: { changedAt: true } } as const;
    await this.#figures.updateOne(filter, hold, { ...session, upsert: true });
    await this.#ratings.deleteMany({ _id: rangeOfTrack(trackId) }, session);
    await this.#figures.deleteOne(filter, session);
  }
}
