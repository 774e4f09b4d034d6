import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import type { RatedTrackPage } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { FindTrack } from '../tracks/find-track.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { listTracksOf, type ListPosition, type PageOptions, type Reader } from './library-page.ts';
import type { RatingRepository } from './ratings-repository.ts';
import type { RecordRating } from './record-ratings.ts';

interface RatingsDeps {
  ratings: RatingRepository;
  recordRating: RecordRating;
  findTrack: FindTrack;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  cursors: Cursors;
  quotasOf: QuotasOf;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Both ends are included. */
interface RatingRange {
  minRating: number;
  maxRating: number;
}

export type Ratings = ReturnType<typeof createRatings>;

/** The rules of ratings. An account sees its own, and of the others only the average. */
export function createRatings(deps: RatingsDeps) {
  const { ratings, recordRating, findTrack, cursors, quotasOf, now } = deps;
  const rate = (userId: string, trackId: string, rating: number | null, max: number) =>
    recordRating({ userId, trackId, rating, max, ratedAt: new Date(now()) });
  return {
    /** In the place of an earlier rating. @throws ProblemError TRACK_NOT_FOUND, RATING_LIMIT_REACHED */
    set: async (reader: Reader, trackId: string, rating: number): Promise<void> => {
      await findTrack(trackId, reader);
      const { ratings: limit } = quotasOf(reader.role);
      const rated = await rate(reader.userId, trackId, rating, limit);
      if (rated.outcome === 'no such track') throw errors.TRACK_NOT_FOUND();
      if (rated.outcome !== 'isFull') return;
      throw quotaProblem(errors.RATING_LIMIT_REACHED, 'ratings', { used: rated.used, limit });
    },

    remove: async (userId: string, trackId: string): Promise<void> => {
      await rate(userId, trackId, null, 0);
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (reader: Reader, query: PageOptions & RatingRange): Promise<RatedTrackPage> => {
      const { limit, cursor, minRating: min, maxRating: max } = query;
      const list = `ratings ${min} ${max}`;
      const [rank, id = ''] = cursor === undefined ? [] : cursors.read(list, cursor);
      const position: ListPosition | null = rank === undefined ? null : { value: Number(rank), id };
      const found = await ratings.listOf(reader.userId, { min, max }, limit + 1, position);
      const { rows, last } = cutPage(found, limit);
      const items = await listTracksOf(deps, reader, rows, ({ rating, ratedAt }, track) => ({
        rating,
        ratedAt: ratedAt.toISOString(),
        track,
      }));
      return { items, nextCursor: last && cursors.write(list, [String(last.rank), last._id]) };
    },
  };
}
