import type { Db, Document } from 'mongodb';
import { type TrackDocument, type TrackRecord } from './repository.ts';
import { searchWords, sortKeyOf } from './search-tokens.ts';
import { toRecord } from './track-document.ts';

/** Titles of one query. */
const TITLES_AT_ONCE = 50;
/** Tracks that are read for one title. */
const TRACKS_PER_TITLE = 20;

/** A track as another program names it. */
export interface NamedTrack {
  title: string;
  /** Null for any artist. */
  artist: string | null;
}

/** For each of these, public tracks with its title whose artists have all words of its artist, and the account's own. */
export type FindByTitle = (named: readonly NamedTrack[], userId: string) => Promise<TrackRecord[][]>;

type Found = TrackDocument & { place: number };

/** The tracks of one title, with its place among the titles. Both branches are ranges of an index. */
function stagesOf({ title, artist }: NamedTrack, place: number, userId: string): Document[] {
  const sortTitle = sortKeyOf(title);
  const words = searchWords(artist).map((word) => ({ $or: [{ words: word }, { artistWords: word }] }));
  const listed = [
    { visibility: null, sortTitle },
    { artistId: userId, sortTitle },
  ];
  return [
    { $match: { $and: [{ $or: listed }, ...words] } },
    { $limit: TRACKS_PER_TITLE },
    { $project: { words: 0, artistWords: 0, terms: 0 } },
    { $addFields: { place: { $literal: place } } },
  ];
}

/** Finds tracks by the key that titles are sorted by. One query has many titles, with a bound for each. */
export function createTitleFinder(db: Db): FindByTitle {
  const tracks = db.collection<TrackDocument>('tracks');
  const findGroup = async (named: readonly NamedTrack[], userId: string): Promise<TrackRecord[][]> => {
    const [first = [], ...others] = named.map((one, place) => stagesOf(one, place, userId));
    const unions = others.map((pipeline) => ({ $unionWith: { coll: 'tracks', pipeline } }));
    const found = await tracks.aggregate<Found>([...first, ...unions]).toArray();
    const byPlace = Map.groupBy(found, ({ place }) => place);
    return named.map((_, place) => (byPlace.get(place) ?? []).map(toRecord));
  };
  return async (named, userId) => {
    const found: TrackRecord[][] = [];
    for (let start = 0; start < named.length; start += TITLES_AT_ONCE)
      found.push(...(await findGroup(named.slice(start, start + TITLES_AT_ONCE), userId)));
    return found;
  };
}
