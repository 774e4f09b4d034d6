// Lists and searches in a large library, to the same in one of 1,000 tracks. `TRACKS=1000000` makes it larger than by default.
import { percentile } from '@downbeat/timing';
import type { Bench, Contestant, Row, Sample } from './contest.ts';
import { type LargeLibrary, MANY_TRACKS, SMOKE_TRACKS } from './large-library.ts';

const SMALL = 1_000;
const REQUESTS = 20;
const SMOKE_REQUESTS = 2;
const ALLOWED_GROWTH = 1.5;

/** The words of a title that was found; the last one is not typed to its end. */
function wordsOf(title: string, count: number): string {
  const words = title.split(' ').slice(0, count);
  return [...words.slice(0, -1), words.at(-1)?.slice(0, 3) ?? ''].join(' ');
}

/** Each asks for something else with each title and number, so that no answer is cached. */
const QUERIES: Record<string, (title: string, n: number) => Record<string, string>> = {
  list: (_title, n) => ({ limit: String(10 + n) }),
  'by title': (_title, n) => ({ sort: 'title', limit: String(10 + n) }),
  'one word': (title) => ({ q: title.split(' ')[0] ?? '' }),
  'one letter by title': (title, n) => ({ q: title.slice(0, 1), sort: 'title', limit: String(10 + n) }),
  'two words': (title) => ({ q: wordsOf(title, 2) }),
  'two words by title': (title) => ({ q: wordsOf(title, 2), sort: 'title' }),
  'three words': (title) => ({ q: wordsOf(title, 3), sort: 'oldest' }),
  'four words by relevance': (title) => ({ q: wordsOf(title, 4), sort: 'relevance' }),
};
const figureOf = (query: string): string => `${query} p99 ms`;

/** Starts music over a library of so many tracks. */
async function startLibrary(bench: Bench, count: number): Promise<Contestant> {
  const library = await bench.largeLibrary(count);
  return { name: `${count} tracks`, measure: () => measure(library, bench.isSmoke) };
}

let asked = 0;

/** The slowest percent of each query; every second request asks for the page after. */
async function measure({ titles, ask }: LargeLibrary, isSmoke: boolean): Promise<Sample> {
  const times = new Map(Object.keys(QUERIES).map((query): [string, number[]] => [query, []]));
  for (let n = 0; n < (isSmoke ? SMOKE_REQUESTS : REQUESTS); n += 1) {
    const title = titles[(asked += 1) % titles.length] ?? '';
    for (const [query, parameters] of Object.entries(QUERIES)) {
      const search = new URLSearchParams(parameters(title, n));
      const page = () => ask(`/api/music/get?${search.toString()}`);
      const first = await page();
      times.get(query)?.push(first.ms);
      if (first.nextCursor === null) continue;
      search.set('cursor', first.nextCursor);
      times.get(query)?.push((await page()).ms);
    }
  }
  return Object.fromEntries([...times].map(([query, ms]) => [figureOf(query), percentile(ms, 0.99)]));
}

export const growth: Row = async (bench) => {
  const small = await startLibrary(bench, bench.isSmoke ? SMOKE_TRACKS : SMALL);
  const large = bench.isSmoke ? small : await startLibrary(bench, MANY_TRACKS);
  return {
    ours: large,
    baselines: [small],
    aims: Object.keys(QUERIES).map((query) => ({
      figure: figureOf(query),
      better: 'lower',
      against: small.name,
      ratio: 1 / ALLOWED_GROWTH,
    })),
  };
};
