// Lists and searches in a large library, to the same in one of 1,000 tracks. `TRACKS=1000000` makes it larger than by default.
import { join } from 'node:path';
import { percentile } from '@downbeat/timing';
import { MongoClient } from 'mongodb';
import { startBaseline } from './baseline.ts';
import type { Bench, Contestant, Row, Sample } from './contest.ts';
import { signedIn } from './library.ts';
import { seedTracks } from './seed-tracks.ts';

const SMALL = 1_000;
const { TRACKS = '100000' } = process.env;
const SMOKE_TRACKS = 200;
const SAMPLES = 500;
const REQUESTS = 20;
const SMOKE_REQUESTS = 2;
const CALL_LIMIT_MS = 10_000;
/** Music builds its indexes before it listens. */
const START_LIMIT_MS = 20 * 60_000;
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

async function ask(
  url: string,
  headers: Record<string, string>,
): Promise<{ ms: number; next: string | null }> {
  const beganMs = performance.now();
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(CALL_LIMIT_MS) });
  const page = (await response.json()) as { nextCursor: string | null };
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(page)}`);
  return { ms: performance.now() - beganMs, next: page.nextCursor };
}

/** Starts music over a new library of so many tracks. */
async function startLibrary(bench: Bench, count: number): Promise<Contestant> {
  const { backing, secrets } = bench.system.local!;
  const name = `bench-growth-${count}`;
  const uri = new URL(backing.mongo);
  uri.pathname = `/${name}`;
  const client = await MongoClient.connect(uri.href);
  const beganMs = performance.now();
  const titles = await seedTracks(client.db(), count, SAMPLES);
  bench.teardown(async () => {
    await client.db().dropDatabase();
    await client.close();
  });
  const environment = {
    MONGO_URI: uri.href,
    REDIS_URL: backing.redis,
    AMQP_URL: backing.amqp,
    JWT_SECRET: secrets.jwtSecret,
    STORAGE_DIR: join(bench.system.dataDir!, name),
    LOG_LEVEL: 'error',
    SEARCHES_PER_MINUTE: '1000000',
    // The seeded tracks have no files.
    ANALYSES_AT_ONCE: '0',
  };
  const started = { ...bench, startLimitMs: START_LIMIT_MS };
  const { url } = await startBaseline(started, 'music', name, JSON.stringify(environment));
  console.log(`  ${count} tracks made in ${Math.round((performance.now() - beganMs) / 1000)} s`);
  const headers = await signedIn((await bench.library()).listener);
  return { name: `${count} tracks`, measure: () => measure(url, headers, titles, bench.isSmoke) };
}

let asked = 0;

/** The slowest percent of each query; every second request asks for the page after. */
async function measure(
  url: string,
  headers: Record<string, string>,
  titles: readonly string[],
  isSmoke: boolean,
): Promise<Sample> {
  const times = new Map(Object.keys(QUERIES).map((query): [string, number[]] => [query, []]));
  for (let n = 0; n < (isSmoke ? SMOKE_REQUESTS : REQUESTS); n += 1) {
    const title = titles[(asked += 1) % titles.length] ?? '';
    for (const [query, parameters] of Object.entries(QUERIES)) {
      const search = new URLSearchParams(parameters(title, n));
      const first = await ask(`${url}/api/music/get?${search.toString()}`, headers);
      times.get(query)?.push(first.ms);
      if (first.next === null) continue;
      search.set('cursor', first.next);
      times.get(query)?.push((await ask(`${url}/api/music/get?${search.toString()}`, headers)).ms);
    }
  }
  return Object.fromEntries([...times].map(([query, ms]) => [figureOf(query), percentile(ms, 0.99)]));
}

export const growth: Row = async (bench) => {
  const small = await startLibrary(bench, bench.isSmoke ? SMOKE_TRACKS : SMALL);
  const large = bench.isSmoke ? small : await startLibrary(bench, Number(TRACKS));
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
