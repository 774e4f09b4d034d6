import type { IndexDeclarations } from '@downbeat/shared/mongo';

/** How long a play stays in the history, and a played track in the list of them. */
export const HISTORY_DAYS = 400;
/** How long the plays of a day are known: longer than the figures show, and than a play may be reported late. */
export const DAY_FIGURES_DAYS = 40;

/** What other services are told of a track that was played. */
export interface ListenedTrack {
  title: string;
  /** As the tags say it. */
  artistName: string;
  album: string | null;
  trackNumber: number | null;
  durationMs: number;
}

/** A play that counts. */
export interface Play {
  /** Of the client. */
  id: string;
  userId: string;
  trackId: string;
  artistId: string;
  title: string;
  artistName: string;
  startedAt: Date;
  /** How much of the track had to be heard; sooner than that after it, the same track is no further play. */
  requiredMs: number;
  /** Null for a track that is not public, of which no other service is told. */
  listened: ListenedTrack | null;
}

/** A play in MongoDB. Of one that was removed from the history only the first fields are left, until its id may be forgotten. */
export interface PlayDocument {
  /** `playKey` */
  _id: string;
  /** `turnsOf` */
  turn: string;
  startedAt: Date;
  expiresAt: Date;
  userId?: string;
  trackId?: string;
  title?: string;
  artistName?: string;
}

/** A play that is in the history. */
export type HistoryDocument = Required<PlayDocument>;

/** How often an account has played a track. */
export interface PlayedTrackDocument {
  /** The track and the account, so that the rows of a track are a range of ids. */
  _id: string;
  userId: string;
  trackId: string;
  /** 0 after the history was cleared; the account stays one of the listeners that are counted. */
  plays: number;
  lastPlayedAt: Date | null;
  expiresAt: Date;
}

/** How often a track is played; `_id` is its id, or for `trackDays` its id and the day. */
export interface FiguresDocument {
  _id: string;
  plays: number;
  listeners: number;
  /** Of a day. */
  expiresAt?: Date;
}

/** That an account has played a track on a day. */
export interface DayListenerDocument {
  _id: string;
  expiresAt: Date;
}

const expiry = { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 } as const;

export const playIndexes: IndexDeclarations = {
  plays: [
    { key: { userId: 1, startedAt: -1, _id: -1 }, name: 'history' },
    { key: { userId: 1, trackId: 1, startedAt: -1 }, name: 'track of user' },
    { key: { turn: 1 }, name: 'turn', unique: true },
    expiry,
  ],
  playedTracks: [
    { key: { userId: 1, lastPlayedAt: -1, _id: -1 }, name: 'recent' },
    { key: { userId: 1, plays: -1, _id: -1 }, name: 'most' },
    expiry,
  ],
  trackFigures: [],
  trackDays: [expiry],
  dayListeners: [expiry],
};

/** The ids of clients belong to their account. */
export const playKey = (userId: string, id: string): string => `${userId}:${id}`;

/** The id of what an account has to do with a track. */
export const trackUserKey = (trackId: string, userId: string): string => `${trackId}:${userId}`;

/** All ids that begin with that of a track. */
export const rangeOfTrack = (trackId: string) => ({ $gte: `${trackId}:`, $lt: `${trackId};` });

/**
 * The turn of a play, in which only one play of this track by this account counts, between the turns before and after it.
 * Plays that count begin at least a turn apart, so no two are in one, and one that begins too soon is in it or beside it.
 */
export function turnsOf({ userId, trackId, startedAt, requiredMs }: Play): [string, string, string] {
  const turn = Math.floor(startedAt.getTime() / requiredMs);
  const nameOf = (index: number) => `${userId}:${trackId}:${index}`;
  return [nameOf(turn - 1), nameOf(turn), nameOf(turn + 1)];
}
