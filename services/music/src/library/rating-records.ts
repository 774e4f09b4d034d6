import type { IndexDeclarations } from '@downbeat/shared/mongo';

/** From the worst to the best. */
export const RATINGS = [1, 2, 3, 4, 5] as const;

/** A rating in MongoDB. */
export interface RatingDocument {
  /** The track and the account, so that the rows of a track are a range of ids. */
  _id: string;
  userId: string;
  trackId: string;
  rating: number;
  ratedAt: Date;
  /** `rankOf`, the order of the list. */
  rank: number;
}

/** How a track is rated by all except its artist; its id is that of the track. */
export interface RatingFiguresDocument {
  _id: string;
  /** By rating. */
  counts?: Record<string, number>;
  /** Written with each rating of the track and with its deletion, which so wait for each other. */
  changedAt?: Date;
}

export const ratingIndexes: IndexDeclarations = {
  ratings: [{ key: { userId: 1, rank: -1, _id: -1 }, name: 'rank' }],
  ratingFigures: [],
};

/** More than any time in milliseconds. */
const RANKS_OF_RATING = 1e13;

/** By the rating, and within one by the time. */
export const rankOf = (rating: number, ratedAt: Date): number => rating * RANKS_OF_RATING + ratedAt.getTime();

/** The ranks of these ratings and those between them. */
export const ranksOf = (min: number, max: number) => ({
  $gte: min * RANKS_OF_RATING,
  $lt: (max + 1) * RANKS_OF_RATING,
});

export interface RatingFigures {
  ratings: number;
  averageRating: number | null;
  /** How many have rated it 1, 2, 3, 4 and 5. */
  ratingCounts: number[];
}

/** What follows from the counts of a track; undefined for one that has none. */
export function toRatingFigures(found: RatingFiguresDocument | undefined): RatingFigures {
  const ratingCounts = RATINGS.map((rating) => found?.counts?.[rating] ?? 0);
  const ratings = ratingCounts.reduce((sum, count) => sum + count, 0);
  const points = ratingCounts.reduce((sum, count, index) => sum + count * (index + 1), 0);
  return {
    ratings,
    averageRating: ratings === 0 ? null : Number((points / ratings).toFixed(2)),
    ratingCounts,
  };
}
