import { cutPage } from '@downbeat/shared/paging';
import type { Collection, Document, Filter } from 'mongodb';
import { coveringPrefixes, isExactTerm, spellingsOf } from '../tracks/search-tokens.ts';
import { exactly, keyOf } from '../tracks/catalogue-documents.ts';

// Lists of albums and artists, as tracks are searched: through the entries that have one of the keys asked for, in the
// order of the answer, dropping those without the others. docs/catalogue.md says why.

/** How many entries a page looks at for each that it may return, before it ends early. */
const CANDIDATES_PER_RESULT = 20;
/** How many times so many it looks at as long as it has found nothing. */
const MAX_WINDOWS = 10;
/** How many demands are compared to find the one that the fewest entries meet. */
const MAX_COMPARED = 4;

const LAST_CHARACTER = '\u{10FFFF}';

/** What each entry of a list must have. */
export interface Demand {
  /** One of these keys. */
  keys: readonly string[];
  /** The same as a condition that needs no index. Null when the keys alone say it. */
  condition: Filter<Document> | null;
  /** Also when it is the only demand. */
  isExact: boolean;
}

/** The field by which a list is ordered, which has an index of this name. */
export interface EntryOrder {
  field: 'byTitle' | 'byYear' | 'byNewest' | 'byName' | 'byTracks';
  direction: 1 | -1;
}

export interface EntryQuery {
  demands: readonly [Demand, ...Demand[]];
  order: EntryOrder;
  limit: number;
  /** The value of the last entry of the previous page. */
  after: string | null;
  /** Fewer than usual, for an answer that is wanted at once. */
  maxWindows?: number;
}

export interface FoundEntries<T> {
  entries: T[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

type Entry = Document & { _id: string };

/** A word of a search, which must be the beginning of a word of the summary in this field. */
export function wordDemand(token: string, summary: 'listed' | 'own'): Demand {
  const beginsWith = (prefix: string) => ({
    [`${summary}.words`]: { $elemMatch: { $gte: prefix, $lte: prefix + LAST_CHARACTER } },
  });
  return {
    keys: coveringPrefixes(token).map(keyOf.word),
    condition: { $or: spellingsOf(token).map((words) => ({ $and: words.map(beginsWith) })) },
    isExact: isExactTerm(token),
  };
}

/** A page of entries, from one index in its order. */
export async function findEntries<T extends Entry>(
  collection: Collection<T>,
  query: EntryQuery,
): Promise<FoundEntries<T>> {
  const { demands, order, limit, maxWindows = MAX_WINDOWS } = query;
  const entries = collection as unknown as Collection<Entry>;
  const conditions = demands.flatMap(({ condition }): Filter<Entry>[] =>
    condition === null ? [] : [condition as Filter<Entry>],
  );
  let { after } = query;
  for (let windows = 1; ; windows += 1) {
    const { keys, end } = await nextWindow(entries, query, after);
    const found = await entries
      .find({ $and: [{ keys: { $in: [...keys] } }, ...between(order, after, end), ...conditions] })
      .sort({ [order.field]: order.direction })
      .hint(order.field)
      .limit(limit + 1)
      .toArray();
    const { rows, last } = cutPage(found, limit);
    const next = last === null ? end : (last[order.field] as string);
    const isDone = last !== null || end === null || found.length > 0 || windows === maxWindows;
    if (isDone) return { entries: rows as unknown as T[], next };
    after = end;
  }
}

/** The entries with exactly this name or title, in the form by which lists are sorted. */
export function entriesNamed<T extends Entry>(
  collection: Collection<T>,
  { field, name, limit }: { field: 'byName' | 'byTitle'; name: string; limit: number },
): Promise<T[]> {
  const entries = collection as unknown as Collection<Entry>;
  const found = entries
    .find({ keys: keyOf.all, [field]: exactly(name) })
    .sort({ [field]: 1 })
    .hint(field)
    .limit(limit)
    .toArray();
  return found as unknown as Promise<T[]>;
}

/** After one value, up to another. */
function between({ field, direction }: EntryOrder, after: string | null, end: string | null) {
  const [later, notLater] = direction === 1 ? ['$gt', '$lte'] : ['$lt', '$gte'];
  // Entries of versions before an order have no value in it, and no page can begin behind them.
  const start = after ?? (direction === 1 ? '' : null);
  return [
    ...(start === null ? [] : [{ [field]: { [later]: start } }]),
    ...(end === null ? [] : [{ [field]: { [notLater]: end } }]),
  ];
}

interface Window {
  keys: readonly string[];
  /** Null when there are no more than a page may look at. */
  end: string | null;
}

/** The demand whose next entries reach furthest, which is the one that the fewest meet here; and where they end. */
async function nextWindow(
  entries: Collection<Entry>,
  { demands, order, limit }: EntryQuery,
  after: string | null,
): Promise<Window> {
  const [first] = demands;
  if (demands.length === 1 && first.isExact) return { keys: first.keys, end: null };
  const size = CANDIDATES_PER_RESULT * limit;
  const windows = await Promise.all(
    demands.slice(0, MAX_COMPARED).map(async ({ keys }): Promise<Window> => {
      const last = await entries
        .find({ $and: [{ keys: { $in: [...keys] } }, ...between(order, after, null)] })
        .project({ _id: 0, [order.field]: 1 })
        .sort({ [order.field]: order.direction })
        .hint(order.field)
        .skip(size - 1)
        .limit(1)
        .next();
      return { keys, end: last === null ? null : (last[order.field] as string) };
    }),
  );
  const isFurther = ({ end: a }: Window, { end: b }: Window): boolean =>
    b !== null && (a === null || (order.direction === 1 ? a > b : a < b));
  return windows.reduce((best, one) => (isFurther(one, best) ? one : best));
}
