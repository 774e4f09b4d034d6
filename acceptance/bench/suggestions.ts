// What a user who types waits for in a large library: the suggestions after each key, and the search of all kinds.
// `TRACKS=1000000` makes the library larger than by default.
import { percentile } from '@downbeat/timing';
import type { Row, Sample } from './contest.ts';
import { type LargeLibrary, MANY_TRACKS, SMOKE_TRACKS } from './large-library.ts';

const TITLES = 10;
const SMOKE_TITLES = 1;
const MOST_MS = 50;
const MOST_LETTERS = 12;

const FIRST = 'first letter p99 ms';
const NEXT = 'next letters p99 ms';
const ALL_KINDS = 'all kinds p99 ms';

let asked = 0;

/** Types some titles letter by letter, with another number of suggestions each time, so that few answers are cached. */
async function measure({ titles, ask }: LargeLibrary, isSmoke: boolean): Promise<Sample> {
  const times: Record<string, number[]> = { [FIRST]: [], [NEXT]: [], [ALL_KINDS]: [] };
  for (let n = 0; n < (isSmoke ? SMOKE_TITLES : TITLES); n += 1) {
    const title = titles[(asked += 1) % titles.length] ?? '';
    const limit = 1 + (asked % 10);
    const letters = Math.min(title.length, MOST_LETTERS);
    for (let typed = 1; typed <= letters; typed += 1) {
      const search = new URLSearchParams({ q: title.slice(0, typed), limit: String(limit) });
      const { ms } = await ask(`/api/music/suggestions?${search.toString()}`);
      times[typed === 1 ? FIRST : NEXT]?.push(ms);
    }
    const all = new URLSearchParams({ q: title.slice(0, letters), trackLimit: String(limit) });
    times[ALL_KINDS]?.push((await ask(`/api/music/search?${all.toString()}`)).ms);
  }
  return Object.fromEntries(Object.entries(times).map(([figure, ms]) => [figure, percentile(ms, 0.99)]));
}

export const suggestions: Row = async (bench) => {
  const count = bench.isSmoke ? SMOKE_TRACKS : MANY_TRACKS;
  const library = await bench.largeLibrary(count);
  return {
    ours: { name: `${count} tracks`, measure: () => measure(library, bench.isSmoke) },
    baselines: [],
    aims: [FIRST, NEXT, ALL_KINDS].map((figure) => ({ figure, better: 'lower', limit: MOST_MS })),
  };
};
