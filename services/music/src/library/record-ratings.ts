import { createBatches } from '@downbeat/shared/batches';
import type { Commit } from '@downbeat/shared/messaging';
import type { AnyBulkWriteOperation, ClientSession, Collection, Db } from 'mongodb';
import type { TrackDocument } from '../tracks/repository.ts';
import type { LibraryDocument } from './likes-repository.ts';
import { trackUserKey } from './play-records.ts';
import { type RatingDocument, type RatingFiguresDocument, rankOf } from './rating-records.ts';

/** Requests whose ratings are written together. */
const REQUESTS_AT_ONCE = 200;

/** That an account rates a track, or takes its rating back. */
export interface Rate {
  userId: string;
  trackId: string;
  /** Null takes it back. */
  rating: number | null;
  ratedAt: Date;
  /** Ratings that the account may have. */
  max: number;
}

/** What became of it; `isFull` says how many ratings the account has already. */
export type Rated = { outcome: 'done' | 'no such track' } | { outcome: 'isFull'; used: number };

export type RecordRating = (rate: Rate) => Promise<Rated>;

/**
 * Writes ratings with what is counted of them: both, or neither. Those of several requests go together, because many rate the
 * same track at the same moment when it ends in a room, and their transactions would conflict on its figures.
 */
export function createRatingRecorder(db: Db, commit: Commit): RecordRating {
  const write = createWriter(db);
  return createBatches<Rate, Rated>({
    what: 'the ratings of tracks',
    maxSize: REQUESTS_AT_ONCE,
    // Two at once would conflict on the figures of the same track.
    isSerial: true,
    work: (rates) => commit((mongoSession) => write(rates, mongoSession)),
  });
}

/** What a batch needs to know of the database. */
interface Known {
  /** The artist by the track; none for a track that does not exist. */
  artists: ReadonlyMap<string, string>;
  /** The present ratings by their keys, which the batch changes. */
  ratings: Map<string, number>;
  /** How many ratings an account has, which the batch changes. */
  used: Map<string, number>;
}

const keyOf = ({ trackId, userId }: Rate): string => trackUserKey(trackId, userId);

function createWriter(db: Db) {
  const ratings = db.collection<RatingDocument>('ratings');
  const figures = db.collection<RatingFiguresDocument>('ratingFigures');
  const read = createReader(db, ratings);
  return async (rates: readonly Rate[], mongoSession: ClientSession): Promise<Rated[]> => {
    const known = await read(rates, mongoSession);
    const before = new Map(known.ratings);
    const outcomes = rates.map((rate) => apply(rate, known));
    const last = new Map(rates.filter((_, i) => outcomes[i]?.outcome === 'done').map((r) => [keyOf(r), r]));
    const changed = [...last.values()].filter((rate) => (before.get(keyOf(rate)) ?? null) !== rate.rating);
    if (changed.length === 0) return outcomes;
    await ratings.bulkWrite(changed.map(writeOf), { session: mongoSession });
    await figures.bulkWrite(countsOf(changed, before, known.artists), { session: mongoSession });
    return outcomes;
  };
}

function createReader(db: Db, ratings: Collection<RatingDocument>) {
  const tracks = db.collection<TrackDocument>('tracks');
  const libraries = db.collection<LibraryDocument>('libraries');
  return async (rates: readonly Rate[], mongoSession: ClientSession): Promise<Known> => {
    const session = { session: mongoSession };
    const trackIds = [...new Set(rates.map(({ trackId }) => trackId))];
    const projection = { artistId: 1 };
    const found = await tracks.find({ _id: { $in: trackIds } }, { ...session, projection }).toArray();
    const own = await ratings.find({ _id: { $in: [...new Set(rates.map(keyOf))] } }, session).toArray();
    const present = new Map(own.map(({ _id, rating }) => [_id, rating]));
    const adding = rates.filter((rate) => rate.rating !== null && !present.has(keyOf(rate)));
    const userIds = [...new Set(adding.map(({ userId }) => userId))].sort();
    const used = new Map<string, number>();
    if (userIds.length > 0) {
      // Two instances that add for the same account wait for each other, so that it has no more than it may.
      const hold = { $currentDate: { heldAt: true } } as const;
      await libraries.bulkWrite(
        userIds.map((_id) => ({ updateOne: { filter: { _id }, update: hold, upsert: true } })),
        session,
      );
      const counting = [
        { $match: { userId: { $in: userIds } } },
        { $group: { _id: '$userId', used: { $sum: 1 } } },
      ];
      const counted = ratings.aggregate<{ _id: string; used: number }>(counting, session);
      for (const row of await counted.toArray()) used.set(row._id, row.used);
    }
    return { artists: new Map(found.map(({ _id, artistId }) => [_id, artistId])), ratings: present, used };
  };
}

/** Decides about one after the other, as if each were alone. */
function apply(rate: Rate, { artists, ratings, used }: Known): Rated {
  const { userId, trackId, rating, max } = rate;
  const key = keyOf(rate);
  const count = used.get(userId) ?? 0;
  if (rating === null) {
    if (ratings.delete(key)) used.set(userId, count - 1);
    return { outcome: 'done' };
  }
  if (!artists.has(trackId)) return { outcome: 'no such track' };
  if (!ratings.has(key)) {
    if (count >= max) return { outcome: 'isFull', used: count };
    used.set(userId, count + 1);
  }
  ratings.set(key, rating);
  return { outcome: 'done' };
}

function writeOf(rate: Rate): AnyBulkWriteOperation<RatingDocument> {
  const { userId, trackId, rating, ratedAt } = rate;
  const filter = { _id: keyOf(rate) };
  if (rating === null) return { deleteOne: { filter } };
  const replacement = { userId, trackId, rating, ratedAt, rank: rankOf(rating, ratedAt) };
  return { replaceOne: { filter, replacement, upsert: true } };
}

/** The figures of each track, also when only its artist has rated it: they hold off its deletion. */
function countsOf(
  changed: readonly Rate[],
  before: ReadonlyMap<string, number>,
  artists: ReadonlyMap<string, string>,
): AnyBulkWriteOperation<RatingFiguresDocument>[] {
  const byTrack = Map.groupBy(changed, ({ trackId }) => trackId);
  return [...byTrack]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([_id, rates]) => {
      const $inc: Record<string, number> = {};
      const add = (rating: number | null | undefined, by: number): void => {
        if (rating == null) return;
        $inc[`counts.${rating}`] = ($inc[`counts.${rating}`] ?? 0) + by;
      };
      for (const rate of rates.filter(({ userId }) => userId !== artists.get(_id))) {
        add(before.get(keyOf(rate)), -1);
        add(rate.rating, 1);
      }
      const update = { $inc, $currentDate: { changedAt: true } } as const;
      return { updateOne: { filter: { _id }, update, upsert: true } };
    });
}
