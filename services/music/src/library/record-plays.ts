import { createBatches } from '@downbeat/shared/batches';
import type { Commit } from '@downbeat/shared/messaging';
import type { AnyBulkWriteOperation, ClientSession, Collection, Db } from 'mongodb';
import {
  DAY_FIGURES_DAYS,
  type DayListenerDocument,
  type FiguresDocument,
  HISTORY_DAYS,
  type Play,
  type PlayDocument,
  type PlayedTrackDocument,
  trackUserKey,
  playKey,
  turnsOf,
} from './play-records.ts';
import { daysAfter, dayOf } from './play-rules.ts';

/** Requests whose plays are written together. */
const REQUESTS_AT_ONCE = 200;

/** What else is written of the plays that count, in the same transaction. */
export type AlsoRecord = (plays: readonly Play[], mongoSession: ClientSession) => Promise<void>;

/** Whether each play counts; false for one that was counted before. */
export type RecordPlays = (plays: readonly Play[]) => Promise<boolean[]>;

/**
 * Writes plays with all that is counted of them: both, or neither. The reports of several requests go together, because
 * everyone in a room reports the same track at about the same moment, and their transactions would conflict on its figures.
 */
export function createRecorder(db: Db, commit: Commit, alsoRecord: AlsoRecord): RecordPlays {
  const write = createWriter(db, alsoRecord);
  return createBatches<readonly Play[], boolean[]>({
    what: 'the reports of plays',
    maxSize: REQUESTS_AT_ONCE,
    // Two at once would conflict on the figures of the same track.
    isSerial: true,
    work: async (requests) => {
      const counted = await commit((mongoSession) => write(requests.flat(), mongoSession));
      return requests.map((plays) => plays.map((play) => counted.has(play)));
    },
  });
}

/** Writes the plays that have not been counted before, and returns them. */
function createWriter(db: Db, alsoRecord: AlsoRecord) {
  const plays = db.collection<PlayDocument>('plays');
  const count = createCounter(db);
  return async (reported: readonly Play[], mongoSession: ClientSession): Promise<ReadonlySet<Play>> => {
    const isNew = await createNoveltyCheck(plays, reported, mongoSession);
    const counted = reported.filter(isNew);
    if (counted.length === 0) return new Set();
    await plays.insertMany(counted.map(toDocument), { session: mongoSession });
    await count(counted, mongoSession);
    await alsoRecord(counted, mongoSession);
    return new Set(counted);
  };
}

/** Says of one play after the other whether it is neither stored nor among those before. */
async function createNoveltyCheck(
  plays: Collection<PlayDocument>,
  reported: readonly Play[],
  mongoSession: ClientSession,
): Promise<(play: Play) => boolean> {
  const session = { session: mongoSession };
  const ids = reported.map(({ userId, id }) => playKey(userId, id));
  const turns = new Set(reported.flatMap(turnsOf));
  const sameId = await plays.find({ _id: { $in: ids } }, { ...session, projection: { _id: 1 } }).toArray();
  const near = await plays
    .find({ turn: { $in: [...turns] } }, { ...session, projection: { turn: 1, startedAt: 1 } })
    .toArray();
  const known = new Set(sameId.map(({ _id }) => _id));
  const startOf = new Map(near.map(({ turn, startedAt }) => [turn, startedAt.getTime()]));
  return (play) => {
    const [id, atMs] = [playKey(play.userId, play.id), play.startedAt.getTime()];
    const [before, turn, after] = turnsOf(play);
    const isNear = [before, turn, after].some((one) => {
      const otherMs = startOf.get(one);
      return otherMs !== undefined && Math.abs(otherMs - atMs) < play.requiredMs;
    });
    // A turn is taken also by a play of when the track, and with it the turn, was longer.
    if (known.has(id) || isNear || startOf.has(turn)) return false;
    known.add(id);
    startOf.set(turn, atMs);
    return true;
  };
}

function toDocument(play: Play): PlayDocument {
  const { id, userId, trackId, title, artistName, startedAt } = play;
  const expiresAt = daysAfter(startedAt, HISTORY_DAYS);
  const turn = turnsOf(play)[1];
  return { _id: playKey(userId, id), turn, startedAt, expiresAt, userId, trackId, title, artistName };
}

/** Counts plays for their accounts, and those that are not by the artist for the track. */
function createCounter(db: Db) {
  const playedTracks = db.collection<PlayedTrackDocument>('playedTracks');
  const trackFigures = db.collection<FiguresDocument>('trackFigures');
  const trackDays = db.collection<FiguresDocument>('trackDays');
  const dayListeners = db.collection<DayListenerDocument>('dayListeners');
  return async (plays: readonly Play[], mongoSession: ClientSession): Promise<void> => {
    const byListener = Map.groupBy(plays, ({ trackId, userId }) => trackUserKey(trackId, userId));
    const newListeners = await upsertAll(playedTracks, byListener, countForListener, mongoSession);
    const others = plays.filter(({ artistId, userId }) => artistId !== userId);
    const byTrack = Map.groupBy(others, ({ trackId }) => trackId);
    const isNewListener = ({ trackId, userId }: Play) => newListeners.has(trackUserKey(trackId, userId));
    await upsertAll(trackFigures, byTrack, countForTrack(isNewListener), mongoSession);
    const byDayListener = Map.groupBy(others, dayListenerKey);
    const newOfDay = await upsertAll(
      dayListeners,
      byDayListener,
      ([{ startedAt }]) => expiring(startedAt),
      mongoSession,
    );
    const byDay = Map.groupBy(others, ({ trackId, startedAt }) => `${trackId}:${dayOf(startedAt)}`);
    await upsertAll(
      trackDays,
      byDay,
      countForDay((play) => newOfDay.has(dayListenerKey(play))),
      mongoSession,
    );
  };
}

const dayListenerKey = ({ trackId, startedAt, userId }: Play): string =>
  `${trackId}:${dayOf(startedAt)}:${userId}`;

type Plays = [Play, ...Play[]];

const expiring = (startedAt: Date) => ({
  $setOnInsert: { expiresAt: daysAfter(startedAt, DAY_FIGURES_DAYS) },
});

function countForListener(plays: Plays) {
  const [{ userId, trackId }] = plays;
  const lastPlayedAt = new Date(Math.max(...plays.map(({ startedAt }) => startedAt.getTime())));
  return {
    $inc: { plays: plays.length },
    $max: { lastPlayedAt, expiresAt: daysAfter(lastPlayedAt, HISTORY_DAYS) },
    $setOnInsert: { userId, trackId },
  };
}

const countListeners = (plays: Plays, isNew: (play: Play) => boolean): number =>
  new Set(plays.filter(isNew).map(({ userId }) => userId)).size;

const countForTrack = (isNew: (play: Play) => boolean) => (plays: Plays) => ({
  $inc: { plays: plays.length, listeners: countListeners(plays, isNew) },
});

const countForDay = (isNew: (play: Play) => boolean) => (plays: Plays) => ({
  ...countForTrack(isNew)(plays),
  ...expiring(plays[0].startedAt),
});

/** Updates one document for each group, and returns the keys of those that it has created. */
async function upsertAll<T extends { _id: string }>(
  collection: Collection<T>,
  groups: Map<string, Play[]>,
  updateOf: (plays: Plays) => object,
  mongoSession: ClientSession,
): Promise<ReadonlySet<string>> {
  if (groups.size === 0) return new Set();
  const keys = [...groups.keys()].sort();
  const operations = keys.map((_id) => ({
    updateOne: { filter: { _id }, update: updateOf(groups.get(_id) as Plays), upsert: true },
  }));
  const { upsertedIds } = await collection.bulkWrite(operations as AnyBulkWriteOperation<T>[], {
    session: mongoSession,
  });
  return new Set(Object.keys(upsertedIds).map((index) => keys[Number(index)] ?? ''));
}
