import type { Collection, Filter, Sort } from 'mongodb';
import { cutPage } from '@downbeat/shared/paging';
import type { TrackSort } from '../generated/schemas.gen.ts';
import type { TrackDocument } from './repository.ts';
import { withoutCopies } from './track-covers.ts';
import {
  coveringTerms,
  isExactTerm,
  spellingsOf,
  termsOfToken,
  titleTermsOfToken,
  withoutSigns,
} from './search-tokens.ts';

// Lists and searches. A search goes through the tracks that have one of its words, in the order of the answer, and
// drops those without the others. docs/search.md says why.

/** How many tracks a search looks at for each that it may return, before it ends the page early. */
const CANDIDATES_PER_RESULT = 20;
/** How many times so many it looks at as long as it has found nothing. */
const MAX_WINDOWS = 10;
/** How many words of a search are compared to find the rarest. */
const MAX_COMPARED_WORDS = 4;

const LAST_CHARACTER = '\u{10FFFF}';

/** The values of a cursor: the track's id; for `title` also its sort key, for `relevance` rank and word without signs. */
export type TrackPosition = readonly string[];

export interface TrackQuery {
  sort: TrackSort;
  limit: number;
  /** Each must be the beginning of a word of the track. `relevance` needs at least one. */
  tokens: readonly string[];
  /** Only the tracks of this artist; `relevance` is `newest` then. */
  artistId?: string | undefined;
  /** Also the tracks of the artist that are not public. */
  isOwn?: boolean;
  /** Where the previous page ended. */
  after: TrackPosition | null;
  /** For `relevance`: the rarest word must be in the title. */
  inTitle?: boolean;
  /** Fewer than usual, for an answer that is wanted at once. */
  maxWindows?: number;
}

export interface FoundTracks {
  documents: TrackDocument[];
  /** Where the next page continues; null at the end. */
  next: TrackPosition | null;
}

type Tracks = Collection<TrackDocument>;
type Condition = Filter<TrackDocument>;

interface Order {
  sort: Sort;
  /** The index that has the terms in this order. */
  index: string;
  /** The index that has the public tracks in this order. */
  listedIndex: string;
  /** The index that has the tracks of an artist in this order, and that which has the public ones. */
  artistIndex: string;
  artistListedIndex: string;
  /**
   * The tracks after a position: the bound of an index, and what it leaves of the tracks before the position, those of the
   * same title. With one `$or` beside other conditions MongoDB would sort the tracks itself.
   */
  from: (position: TrackPosition) => Condition;
  notUpTo: (position: TrackPosition) => Condition[];
  upTo: (position: TrackPosition) => Condition[];
  positionOf: (track: Pick<TrackDocument, '_id' | 'sortTitle'>) => TrackPosition;
  isLater: (a: TrackPosition, b: TrackPosition) => boolean;
}

const newest: Order = {
  sort: { _id: -1 },
  index: 'terms',
  listedIndex: 'listed',
  artistIndex: 'artist',
  artistListedIndex: 'artistListed',
  from: ([id = '']) => ({ _id: { $lt: id } }),
  notUpTo: () => [],
  upTo: ([id = '']) => [{ _id: { $gte: id } }],
  positionOf: ({ _id }) => [_id],
  isLater: ([a = ''], [b = '']) => a < b,
};

const oldest: Order = {
  ...newest,
  sort: { _id: 1 },
  from: ([id = '']) => ({ _id: { $gt: id } }),
  notUpTo: () => [],
  upTo: ([id = '']) => [{ _id: { $lte: id } }],
  isLater: ([a = ''], [b = '']) => a > b,
};

const byTitle: Order = {
  sort: { sortTitle: 1, _id: 1 },
  index: 'termsByTitle',
  listedIndex: 'listedByTitle',
  artistIndex: 'artistByTitle',
  artistListedIndex: 'artistListedByTitle',
  from: ([, sortTitle = '']) => ({ sortTitle: { $gte: sortTitle } }),
  notUpTo: ([id = '', sortTitle = '']) => [{ $nor: [{ sortTitle, _id: { $lte: id } }] }],
  upTo: ([id = '', sortTitle = '']) => [
    { sortTitle: { $lte: sortTitle } },
    { $nor: [{ sortTitle, _id: { $gt: id } }] },
  ],
  positionOf: ({ _id, sortTitle }) => [_id, sortTitle],
  isLater: ([idA = '', a = ''], [idB = '', b = '']) => a > b || (a === b && idA > idB),
};

const ORDERS = { newest, oldest, title: byTitle, relevance: newest };

/** Public tracks have no such field. */
const LISTED: Condition = { visibility: null } as unknown as Condition;

/** Ranges, not regular expressions: no character of a token has a special meaning. */
function wordBeginsWith(prefix: string): Condition {
  const range = { $elemMatch: { $gte: prefix, $lte: prefix + LAST_CHARACTER } };
  return { $or: [{ words: range }, { artistWords: range }] };
}

/** The tracks that have all words of one spelling of a token. */
function beginsWith(token: string): Condition {
  const spellings = spellingsOf(token).map((words) => words.map(wordBeginsWith));
  const [[only] = [], ...others] = spellings;
  return only !== undefined && others.length === 0 ? only : { $or: spellings.map((all) => ({ $and: all })) };
}

/** Tracks of a list or a search, from one index in its order. */
export async function findTracks(tracks: Tracks, query: TrackQuery): Promise<FoundTracks> {
  const { artistId } = query;
  if (artistId !== undefined) return findOfArtist(tracks, { ...query, artistId });
  if (query.tokens.length === 0) return findAll(tracks, query);
  if (query.sort !== 'relevance') return findInOrder(tracks, query);
  return findByRelevance(tracks, { inTitle: false, maxWindows: MAX_WINDOWS, ...query });
}

async function findAll(tracks: Tracks, { sort, limit, after }: TrackQuery): Promise<FoundTracks> {
  const order = ORDERS[sort];
  const range = after === null ? [] : [order.from(after), ...order.notUpTo(after)];
  const found = await tracks
    .find({ $and: [LISTED, ...range] }, { projection: withoutCopies })
    .sort(order.sort)
    .hint(order.listedIndex)
    .limit(limit + 1)
    .toArray();
  return pageOf(found, limit, order.positionOf) ?? { documents: found, next: null };
}

/** The words are looked for in each track, because an artist has a bounded number of them. */
async function findOfArtist(
  tracks: Tracks,
  { sort, limit, tokens, after, artistId, isOwn }: TrackQuery & { artistId: string },
): Promise<FoundTracks> {
  const order = ORDERS[sort];
  const range = after === null ? [] : [order.from(after), ...order.notUpTo(after)];
  const found = await tracks
    .find(
      { $and: [{ artistId }, ...(isOwn ? [] : [LISTED]), ...range, ...tokens.map(beginsWith)] },
      { projection: withoutCopies },
    )
    .sort(order.sort)
    .hint(isOwn ? order.artistIndex : order.artistListedIndex)
    .limit(limit + 1)
    .toArray();
  return pageOf(found, limit, order.positionOf) ?? { documents: found, next: null };
}

/** Null when there is no more than this page. */
function pageOf(
  found: TrackDocument[],
  limit: number,
  positionOf: (last: TrackDocument) => TrackPosition,
): FoundTracks | null {
  const { rows, last } = cutPage(found, limit);
  return last && { documents: rows, next: positionOf(last) };
}

/** The tracks between two positions that have one of the terms. */
interface Range {
  terms: readonly string[];
  order: Order;
  after: TrackPosition | null;
  /** Null for all to the end. */
  end: TrackPosition | null;
}

/** The position of the last of so many tracks; null when there are fewer. Reads nothing but the index. */
async function endOf(tracks: Tracks, range: Range, size: number): Promise<TrackPosition | null> {
  const { order, after } = range;
  if (after === null) return endFrom(tracks, range, [], size);
  const end = await endFrom(tracks, range, [order.from(after)], size);
  if (end === null || order.isLater(end, after)) return end;
  // So many tracks have the same title that their number alone fills the window. This reads the tracks, too.
  return endFrom(tracks, range, [order.from(after), ...order.notUpTo(after)], size);
}

async function endFrom(
  tracks: Tracks,
  { terms, order }: Range,
  conditions: readonly Condition[],
  size: number,
): Promise<TrackPosition | null> {
  const last = await tracks
    .find({ $and: [{ terms: { $in: [...terms] } }, ...conditions] })
    .project<Pick<TrackDocument, '_id' | 'sortTitle'>>({ _id: 1, ...(order === byTitle && { sortTitle: 1 }) })
    .sort(order.sort)
    .hint(order.index)
    .skip(size - 1)
    .limit(1)
    .next();
  return last && order.positionOf(last);
}

async function scan(
  tracks: Tracks,
  { terms, order, after, end }: Range,
  conditions: readonly Condition[],
  limit: number,
): Promise<TrackDocument[]> {
  const range = [
    { terms: { $in: [...terms] } },
    ...(after === null ? [] : [order.from(after), ...order.notUpTo(after)]),
    ...(end === null ? [] : order.upTo(end)),
    LISTED,
  ];
  return tracks
    .find({ $and: [...range, ...conditions] } as Condition, { projection: withoutCopies })
    .sort(order.sort)
    .hint(order.index)
    .limit(limit)
    .toArray();
}

/** The word whose next tracks reach furthest, which is the rarest here; and where they end. */
async function nextWindow(
  tracks: Tracks,
  { tokens, limit }: TrackQuery,
  order: Order,
  after: TrackPosition | null,
): Promise<{ rarestWord: string; end: TrackPosition | null }> {
  const words = tokens.toSorted((a, b) => b.length - a.length).slice(0, MAX_COMPARED_WORDS);
  const [only = ''] = words;
  if (words.length === 1 && isExactTerm(only)) return { rarestWord: only, end: null };
  const size = CANDIDATES_PER_RESULT * limit;
  const windows = await Promise.all(
    words.map(async (word) => {
      const range = { terms: coveringTerms(word), order, after, end: null };
      return { rarestWord: word, end: await endOf(tracks, range, size) };
    }),
  );
  return windows.reduce((best, one) =>
    best.end === null || (one.end !== null && !order.isLater(one.end, best.end)) ? best : one,
  );
}

async function findInOrder(tracks: Tracks, query: TrackQuery): Promise<FoundTracks> {
  const { sort, limit, tokens } = query;
  const order = ORDERS[sort];
  const conditions = tokens.map(beginsWith);
  let { after } = query;
  for (let windows = 1; ; windows += 1) {
    const { rarestWord, end } = await nextWindow(tracks, query, order, after);
    const terms = [...coveringTerms(rarestWord), null] as string[];
    const found = await scan(tracks, { terms, order, after, end }, conditions, limit + 1);
    const page = pageOf(found, limit, order.positionOf);
    if (page !== null) return page;
    if (end === null || found.length > 0 || windows === MAX_WINDOWS) return { documents: found, next: end };
    after = end;
  }
}

type RankedQuery = TrackQuery & Required<Pick<TrackQuery, 'inTitle' | 'maxWindows'>>;

interface RankPosition {
  rarestWord: string;
  /** The terms of the rarest word, best first. */
  ranks: readonly string[];
  rank: number;
  after: TrackPosition | null;
}

/** The next tracks of one rank of the rarest word; `end` is where they end before the rank does. */
async function findOfRank(
  tracks: Tracks,
  { tokens, limit }: TrackQuery,
  { rarestWord, ranks, rank, after }: RankPosition,
  wanted: number,
): Promise<{ documents: TrackDocument[]; end: TrackPosition | null }> {
  const range = { terms: ranks.slice(rank, rank + 1), order: newest, after, end: null };
  // A track that also has a term of a better rank has been listed with that.
  const isFiltered = rank > 0 || tokens.length > 1 || !isExactTerm(rarestWord);
  const end = isFiltered ? await endOf(tracks, range, CANDIDATES_PER_RESULT * limit) : null;
  const conditions = [{ terms: { $nin: ranks.slice(0, rank) } }, ...tokens.map(beginsWith)];
  return { documents: await scan(tracks, { ...range, end }, conditions, wanted), end };
}

/** Previous versions write tracks without terms; the indexes have them under null. */
const ranksOf = (rarestWord: string, inTitle: boolean): string[] =>
  inTitle ? titleTermsOfToken(rarestWord) : ([...termsOfToken(rarestWord), null] as string[]);

/** By the rank of the rarest word, and the newest first of one rank. */
async function findByRelevance(tracks: Tracks, query: RankedQuery): Promise<FoundTracks> {
  const { limit, tokens, inTitle, maxWindows } = query;
  const [id, firstRank = '0', word] = query.after ?? [];
  const known = tokens.find((token) => withoutSigns(token) === word);
  const rarestWord = known ?? (await nextWindow(tracks, query, newest, null)).rarestWord;
  const found: { document: TrackDocument; rank: number }[] = [];
  const pageUpTo = (last: string, rank: number): FoundTracks => ({
    documents: found.slice(0, limit).map(({ document }) => document),
    next: [last, String(rank), withoutSigns(rarestWord)],
  });
  let after: TrackPosition | null = id === undefined ? null : [id];
  let windows = 0;
  const ranks = ranksOf(rarestWord, inTitle);
  for (let rank = Number(firstRank); rank < ranks.length;) {
    const at = { rarestWord, ranks, rank, after };
    const { documents, end } = await findOfRank(tracks, query, at, limit + 1 - found.length);
    for (const document of documents) found.push({ document, rank });
    const { last } = cutPage(found, limit);
    if (last !== null) return pageUpTo(last.document._id, last.rank);
    after = end;
    if (end === null) {
      rank += 1;
      continue;
    }
    windows += 1;
    if (found.length > 0 || windows === maxWindows) return pageUpTo(end[0] ?? '', rank);
  }
  return { documents: found.map(({ document }) => document), next: null };
}
