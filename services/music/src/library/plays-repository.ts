import type { ClientSession, Collection, Db } from 'mongodb';
import type { PlayedSort } from '../generated/schemas.gen.ts';
import { after, type ListPosition } from './library-page.ts';
import {
  type DayListenerDocument,
  type FiguresDocument,
  type HistoryDocument,
  type PlayDocument,
  type PlayedTrackDocument,
  trackUserKey,
  playKey,
  rangeOfTrack,
} from './play-records.ts';
import { ID_KNOWN_MS } from './play-rules.ts';

const toDate = (ms: number) => new Date(ms);

/** What accounts have played. */
export class PlayRepository {
  readonly #plays: Collection<PlayDocument>;
  readonly #playedTracks: Collection<PlayedTrackDocument>;
  readonly #trackFigures: Collection<FiguresDocument>;
  readonly #trackDays: Collection<FiguresDocument>;
  readonly #dayListeners: Collection<DayListenerDocument>;

  constructor(db: Db) {
    this.#plays = db.collection<PlayDocument>('plays');
    this.#playedTracks = db.collection<PlayedTrackDocument>('playedTracks');
    this.#trackFigures = db.collection<FiguresDocument>('trackFigures');
    this.#trackDays = db.collection<FiguresDocument>('trackDays');
    this.#dayListeners = db.collection<DayListenerDocument>('dayListeners');
  }

  /** Newest first. */
  async historyOf(userId: string, limit: number, position: ListPosition | null): Promise<HistoryDocument[]> {
    const filter = { userId, ...after('startedAt', position, toDate) };
    const found = this.#plays.find(filter).sort({ startedAt: -1, _id: -1 }).limit(limit);
    return (await found.toArray()) as HistoryDocument[];
  }

  /** Removes what is older than the newest `max` plays. */
  async trimHistory(userId: string, max: number): Promise<void> {
    const [first] = await this.#plays
      .find({ userId }, { projection: { _id: 0, userId: 1, startedAt: 1 } })
      .sort({ startedAt: -1, _id: -1 })
      .skip(max)
      .limit(1)
      .toArray();
    if (first !== undefined) await this.#plays.deleteMany({ userId, startedAt: { $lte: first.startedAt } });
  }

  /** Removes one play from the history, and from what the account has played. */
  async removeEntry(
    { userId, id, nowMs }: { userId: string; id: string; nowMs: number },
    mongoSession: ClientSession,
  ): Promise<void> {
    const session = { session: mongoSession };
    const filter = { _id: playKey(userId, id), userId };
    const removed = await this.#plays.findOneAndUpdate(filter, withoutContent(nowMs), session);
    if (removed?.trackId === undefined) return;
    const { trackId } = removed;
    const last = await this.#plays.findOne({ userId, trackId }, { ...session, sort: { startedAt: -1 } });
    await this.#playedTracks.updateOne(
      { _id: trackUserKey(trackId, userId), plays: { $gt: 0 } },
      { $inc: { plays: -1 }, $set: { lastPlayedAt: last?.startedAt ?? null } },
      session,
    );
  }

  /** Only the ids stay of what could be reported again. */
  async clear(userId: string, nowMs: number, mongoSession: ClientSession): Promise<void> {
    const session = { session: mongoSession };
    const oldest = new Date(nowMs - ID_KNOWN_MS);
    await this.#plays.deleteMany({ userId, startedAt: { $lt: oldest } }, session);
    await this.#plays.updateMany({ userId }, withoutContent(nowMs), session);
    const nothing = { $set: { plays: 0, lastPlayedAt: null } };
    await this.#playedTracks.updateMany({ userId, plays: { $gt: 0 } }, nothing, session);
  }

  /** The tracks that an account has played, the latest or the most played first. */
  playedOf(
    userId: string,
    sort: PlayedSort,
    limit: number,
    position: ListPosition | null,
  ): Promise<PlayedTrackDocument[]> {
    const conditions =
      sort === 'recent'
        ? [{ lastPlayedAt: { $gt: new Date(0) } }, after('lastPlayedAt', position, toDate)]
        : [{ plays: { $gt: 0 }, lastPlayedAt: { $ne: null } }, after('plays', position, Number)];
    const field = sort === 'recent' ? 'lastPlayedAt' : 'plays';
    return this.#playedTracks
      .find({ userId, $and: conditions })
      .sort({ [field]: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** How often an account has played these tracks; none for those that it has not. */
  async ownPlays(userId: string, trackIds: readonly string[]): Promise<Map<string, number>> {
    const ids = trackIds.map((trackId) => trackUserKey(trackId, userId));
    const found = await this.#playedTracks.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map(({ trackId, plays }) => [trackId, plays]));
  }

  /** Of the tracks that were played. */
  async figuresOf(trackIds: readonly string[]): Promise<Map<string, FiguresDocument>> {
    const found = await this.#trackFigures.find({ _id: { $in: [...trackIds] } }).toArray();
    return new Map(found.map((figures) => [figures._id, figures]));
  }

  /** By day; none for days on which the track was not played. */
  async daysOf(trackId: string, days: readonly string[]): Promise<Map<string, FiguresDocument>> {
    const found = await this.#trackDays
      .find({ _id: { $in: days.map((day) => `${trackId}:${day}`) } })
      .toArray();
    return new Map(found.map((figures) => [figures._id.slice(trackId.length + 1), figures]));
  }

  /** Removes all but the history. */
  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    const [ofTrack, session] = [{ _id: rangeOfTrack(trackId) }, { session: mongoSession }];
    await this.#playedTracks.deleteMany(ofTrack, session);
    await this.#trackFigures.deleteOne({ _id: trackId }, session);
    await this.#trackDays.deleteMany(ofTrack, session);
    await this.#dayListeners.deleteMany(ofTrack, session);
  }
}

const withoutContent = (nowMs: number) => ({
  $unset: { userId: 1, trackId: 1, title: 1, artistName: 1 } as const,
  $set: { expiresAt: new Date(nowMs + ID_KNOWN_MS) },
});
