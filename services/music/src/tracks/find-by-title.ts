import type { Db, Document } from 'mongodb';
import { type TrackDocument, type TrackRecord } from './repository.ts';
import { searchWords, sortKeyOf } from './search-tokens.ts';
import { toRecord } from './track-document.ts';

/** Names of one query. */
const NAMES_AT_ONCE = 50;
/** Tracks that are found for one title and artist. */
const TRACKS_PER_NAME = 20;
/** Tracks of one title that are read, those with the words of any artist asked for or not. */
const READ_PER_TITLE = 1_000;
/** M3U has whole seconds, and encoders add some silence. */
export const DURATION_TOLERANCE_MS = 3_000;

/** A track as another program names it. */
export interface NamedTrack {
  title: string;
  /** Null for any artist. */
  artist: string | null;
  /** Null for any. */
  durationMs: number | null;
}

/**
 * For each of these, public tracks with its title whose artists have all words of its artist, and the account's own. Those
 * with the same title and artist share their answer, with the tracks between the shortest and the longest of them.
 */
export type FindByTitle = (named: readonly NamedTrack[], userId: string) => Promise<TrackRecord[][]>;

type Found = TrackDocument & { place: number };

/** Those that have one title and artist. */
interface Group {
  sortTitle: string;
  artist: string | null;
  durationsMs: readonly (number | null)[];
}

const keyOf = ({ title, artist }: NamedTrack): string =>
  JSON.stringify([sortKeyOf(title), artist && sortKeyOf(artist)]);

function groupsOf(named: Iterable<NamedTrack[]>): Group[] {
  return [...named].flatMap((all) => {
    const durationsMs = all.map(({ durationMs }) => durationMs);
    return all.slice(0, 1).map(({ title, artist }) => ({ sortTitle: sortKeyOf(title), artist, durationsMs }));
  });
}

function durationCondition({ durationsMs }: Group): Document[] {
  const known = durationsMs.filter((durationMs) => durationMs !== null);
  if (known.length < durationsMs.length) return [];
  const [$gte, $lte] = [
    Math.min(...known) - DURATION_TOLERANCE_MS,
    Math.max(...known) + DURATION_TOLERANCE_MS,
  ];
  return [{ durationMs: { $gte, $lte } }];
}

/** The tracks of one group, with its place among the groups. Both branches are ranges of an index. */
function stagesOf(group: Group, place: number, userId: string, most: number): Document[] {
  const { sortTitle, artist } = group;
  const words = searchWords(artist).map((word) => ({ $or: [{ words: word }, { artistWords: word }] }));
  const conditions = [...durationCondition(group), ...words];
  const listed = [
    { visibility: null, sortTitle },
    { artistId: userId, sortTitle },
  ];
  return [
    { $match: { $or: listed } },
    // Before the words are compared: thousands may have a title such as "Intro".
    { $limit: most },
    ...(conditions.length === 0 ? [] : [{ $match: { $and: conditions } }]),
    { $limit: TRACKS_PER_NAME },
    { $project: { words: 0, artistWords: 0, terms: 0 } },
    { $addFields: { place: { $literal: place } } },
  ];
}

/** How many tracks are read for each group: fewer when many have the same title. */
function readsOf(groups: readonly Group[]): (group: Group) => number {
  const byTitle = Map.groupBy(groups, ({ sortTitle }) => sortTitle);
  return ({ sortTitle }) => {
    const { length } = byTitle.get(sortTitle) ?? [null];
    return Math.max(TRACKS_PER_NAME, Math.floor(READ_PER_TITLE / length));
  };
}

/** Finds tracks by the key that titles are sorted by. One query has many titles, with a bound for each. */
export function createTitleFinder(db: Db): FindByTitle {
  const tracks = db.collection<TrackDocument>('tracks');
  const find = async (pipelines: readonly Document[][]): Promise<Found[]> => {
    const [first = [], ...others] = pipelines;
    const unions = others.map((pipeline) => ({ $unionWith: { coll: 'tracks', pipeline } }));
    return tracks.aggregate<Found>([...first, ...unions]).toArray();
  };
  return async (named, userId) => {
    const byKey = Map.groupBy(named, keyOf);
    const groups = groupsOf(byKey.values());
    const readOf = readsOf(groups);
    const pipelines = groups.map((group, place) => stagesOf(group, place, userId, readOf(group)));
    const found: Found[] = [];
    for (let start = 0; start < pipelines.length; start += NAMES_AT_ONCE)
      found.push(...(await find(pipelines.slice(start, start + NAMES_AT_ONCE))));
    const byPlace = Map.groupBy(found, ({ place }) => place);
    const records = new Map(
      [...byKey.keys()].map((key, place) => [key, (byPlace.get(place) ?? []).map(toRecord)]),
    );
    return named.map((one) => records.get(keyOf(one)) ?? []);
  };
}
