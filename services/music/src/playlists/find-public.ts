import { cutPage } from '@downbeat/shared/paging';
import type { Db, Filter } from 'mongodb';
import type { ListPosition } from './lists-repository.ts';
import { decidingTerms, type WordDemand } from './name-terms.ts';
import type { PlaylistDocument } from './repository.ts';

// Public playlists are found in one index alone, so that none is read with its items before it is on a page.

/** How many playlists a search of several words looks at for each that a page may have, before the page ends early. */
const CANDIDATES_PER_RESULT = 20;
/** How many times so many it looks at as long as it has found nothing. */
const MAX_WINDOWS = 3;
/** Of one of the queries. */
const MAX_TIME_MS = 2_000;

interface FoundPlaylists {
  ids: string[];
  /** The id behind which the next page begins; null at the end. */
  next: string | null;
}

/** The ids of public playlists whose names meet all demands, newest first. */
export type FindPublic = (demands: readonly WordDemand[], position: ListPosition) => Promise<FoundPlaylists>;

type ReadIds = (filter: Filter<PlaylistDocument>, limit: number) => Promise<string[]>;

/** The newest with one of these terms. */
async function newestWith(
  read: ReadIds,
  terms: readonly string[],
  { limit, after }: ListPosition,
): Promise<string[]> {
  const older = after !== null && { _id: { $lt: after } };
  const found = await Promise.all(terms.map((term) => read({ terms: term, ...older }, limit)));
  return [...new Set(found.flat())].toSorted((a, b) => (a < b ? 1 : -1)).slice(0, limit);
}

/** Those that have all terms of one spelling. */
async function meeting(read: ReadIds, demand: WordDemand, ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const terms of demand) {
    let left = ids.filter((id) => !found.has(id));
    for (const term of terms)
      if (left.length > 0) left = await read({ terms: term, _id: { $in: left } }, left.length);
    for (const id of left) found.add(id);
  }
  return ids.filter((id) => found.has(id));
}

interface Window {
  found: string[];
  /** Null when there are no more candidates behind it. */
  end: string | null;
}

/** The next with the longest word, of which those are found that meet all other demands, too. */
async function nextWindow(
  read: ReadIds,
  demands: readonly [WordDemand, ...WordDemand[]],
  { limit, after }: ListPosition,
): Promise<Window> {
  const [first, ...others] = demands;
  const checked = first.flat().length === 1 ? others : demands;
  const size = checked.length === 0 ? limit + 1 : CANDIDATES_PER_RESULT * limit;
  const candidates = await newestWith(read, decidingTerms(first), { limit: size, after });
  let found = candidates;
  for (const demand of checked) found = await meeting(read, demand, found);
  return { found, end: candidates.length < size ? null : (candidates.at(-1) ?? null) };
}

/** Looks at the playlists with the longest word in windows, and keeps those with all others. */
export function createPublicSearch(db: Db): FindPublic {
  const playlists = db.collection<PlaylistDocument>('playlists');
  const read: ReadIds = async (filter, limit) => {
    const found = await playlists
      .find({ ...filter, visibility: 'public' }, { maxTimeMS: MAX_TIME_MS })
      .project<Pick<PlaylistDocument, '_id'>>({ _id: 1 })
      .sort({ _id: -1 })
      .hint('publicNames')
      .limit(limit)
      .toArray();
    return found.map(({ _id }) => _id);
  };
  return async ([first, ...others], { limit, after: start }) => {
    if (first === undefined) return { ids: [], next: null };
    let after = start;
    for (let windows = 1; ; windows += 1) {
      const { found, end } = await nextWindow(read, [first, ...others], { limit, after });
      const { rows: ids, last } = cutPage(found, limit);
      if (found.length > 0 || end === null || windows === MAX_WINDOWS) return { ids, next: last ?? end };
      after = end;
    }
  };
}
