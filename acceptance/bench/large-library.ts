// Music over a library of seeded tracks, for the rows that measure how it grows.
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startBaseline } from './baseline.ts';
import type { Bench } from './contest.ts';
import { signedIn } from './library.ts';
import { seedTracks } from './seed-tracks.ts';

const { TRACKS = '100000' } = process.env;
/** How many tracks the large library has. `TRACKS=1000000` makes it larger than by default. */
export const MANY_TRACKS = Number(TRACKS);
/** The size that takes the least time to make. */
export const SMOKE_TRACKS = 200;
const SAMPLES = 500;
const CALL_LIMIT_MS = 10_000;
/** Music builds its indexes before it listens. */
const START_LIMIT_MS = 20 * 60_000;

interface Asked {
  ms: number;
  /** Null at the end of a list. */
  nextCursor: string | null;
}

export interface LargeLibrary {
  /** Of some tracks, spread over all. */
  titles: readonly string[];
  /** A signed-in GET: how long it took, and where a list continues. */
  ask: (path: string) => Promise<Asked>;
}

/** Starts music over a new library of so many tracks. */
export async function startLargeLibrary(
  { system, library, teardown }: Pick<Bench, 'system' | 'library' | 'teardown'>,
  count: number,
): Promise<LargeLibrary> {
  const { backing, secrets } = system.local!;
  const name = `bench-growth-${count}`;
  const uri = new URL(backing.mongo);
  uri.pathname = `/${name}`;
  const client = await MongoClient.connect(uri.href);
  const beganMs = performance.now();
  const titles = await seedTracks(client.db(), count, SAMPLES);
  teardown(async () => {
    await client.db().dropDatabase();
    await client.close();
  });
  const environment = {
    MONGO_URI: uri.href,
    REDIS_URL: backing.redis,
    AMQP_URL: backing.amqp,
    JWT_SECRET: secrets.jwtSecret,
    STORAGE_DIR: join(system.dataDir!, name),
    LOG_LEVEL: 'error',
    SEARCHES_PER_MINUTE: '1000000',
    // The seeded tracks have no files.
    ANALYSES_AT_ONCE: '0',
  };
  const started = { teardown, startLimitMs: START_LIMIT_MS };
  const { url } = await startBaseline(started, 'music', name, JSON.stringify(environment));
  console.log(`  ${count} tracks made in ${Math.round((performance.now() - beganMs) / 1000)} s`);
  const { listener } = await library();
  return {
    titles,
    // A token is good for 15 minutes, and the library for several rows.
    ask: async (path) => ask(url + path, await signedIn(listener)),
  };
}

async function ask(url: string, headers: Record<string, string>): Promise<Asked> {
  const beganMs = performance.now();
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(CALL_LIMIT_MS) });
  const answer = (await response.json()) as { nextCursor?: string | null };
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
  return { ms: performance.now() - beganMs, nextCursor: answer.nextCursor ?? null };
}
