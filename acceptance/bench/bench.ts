// `make bench`: the product beside what a user would take instead, on the same machine in the same minutes. Prints one
// table; docs/bench.md says what each row compares. Exits with 1 when a row could not be measured.
import { poll, readyInFull } from '@downbeat/deploy/probes';
import { systemUnderTest, type Teardown } from '../system/start.ts';
import { Teardowns } from '../system/teardowns.ts';
import { type Bench, type Row, runRounds } from './contest.ts';
import { loadGenerator } from './http-load.ts';
import { type Library, makeLibrary } from './library.ts';
import { events } from './events.ts';
import { fanOut } from './fan-out.ts';
import { list, playlist, track, unchanged } from './reads.ts';
import { growth } from './growth.ts';
import { type LargeLibrary, startLargeLibrary } from './large-library.ts';
import { login } from './login.ts';
import { mail } from './mail.ts';
import { clock, enumeration } from './programs.ts';
import { coldFile, gateway, range } from './range.ts';
import { sockets } from './sockets.ts';
import { suggestions } from './suggestions.ts';
import { upload, uploads } from './upload.ts';
import { type Line, linesOf, machine } from './table.ts';

const ROWS: Record<string, Row> = {
  list,
  unchanged,
  track,
  playlist,
  range,
  gateway,
  'cold-file': coldFile,
  login,
  upload,
  uploads,
  'fan-out': fanOut,
  sockets,
  events,
  mail,
  enumeration,
  clock,
  growth,
  suggestions,
};

const { ROWS: chosen = '', ROUNDS = '5', SMOKE = '', TRACKS = '' } = process.env;
const isSmoke = SMOKE !== '';
const rounds = isSmoke ? { count: 1, warmUp: false } : { count: Number(ROUNDS), warmUp: true };
const LIMIT_MS = (isSmoke ? 4 : TRACKS === '' ? 15 : 45) * 60_000;
/** No row begins after this, so that the whole ends by itself. The short form takes a second or two for each row. */
const lastStartMs = isSmoke ? LIMIT_MS : 0.8 * LIMIT_MS;
const READY_WITHIN_MS = 60_000;

/** All clients of the bench have one IP and few accounts, so the limits per IP and per account are raised. */
const env = {
  AUTH_THROTTLE_IP_FAILURES: '1000000',
  AUTH_THROTTLE_FREE_FAILURES: '1000000',
  AUTH_REGISTRATIONS_PER_MINUTE: '1000000',
  MUSIC_UPLOADS_PER_MINUTE: '1000000',
  MUSIC_UPLOADS_AT_ONCE: '50',
  MUSIC_CHANGES_PER_MINUTE: '1000000',
  MUSIC_SESSIONS_PER_MINUTE: '1000000',
  MUSIC_TICKETS_PER_MINUTE: '1000000',
};

const names = chosen === '' ? Object.keys(ROWS) : chosen.split(',');
const unknown = names.filter((name) => !(name in ROWS));
if (unknown.length > 0)
  throw new Error(`There is no row ${unknown.join()}; there are ${Object.keys(ROWS).join()}.`);

async function measureRow(name: string, shared: Omit<Bench, 'teardown'>): Promise<Line[]> {
  const teardowns = new Teardowns();
  try {
    const contest = await ROWS[name]!({ ...shared, teardown: (run) => teardowns.teardown(run) });
    if (contest.note !== undefined) console.log(`  ${name}: ${contest.note}`);
    return linesOf(name, contest, await runRounds(contest, rounds));
  } finally {
    await teardowns.run();
  }
}

async function measureAll(t: Teardown): Promise<Line[]> {
  const system = await systemUnderTest(t, { env });
  for (const url of [system.authUrl, system.musicUrl, system.notificationUrl])
    await poll(() => readyInFull(url), { withinMs: READY_WITHIN_MS, what: url });
  let made: Library | undefined;
  const library = async (): Promise<Library> => (made ??= await makeLibrary(system, isSmoke ? 3 : 20));
  const large = new Map<number, Promise<LargeLibrary>>();
  const largeLibrary = (tracks: number): Promise<LargeLibrary> => {
    const teardown = (run: () => Promise<void>): void => t.teardown(run);
    const started = large.get(tracks) ?? startLargeLibrary({ system, library, teardown }, tracks);
    large.set(tracks, started);
    return started;
  };
  const shared = { system, isSmoke, turnSeconds: isSmoke ? 1 : 2, library, largeLibrary };
  const lines: Line[] = [];
  for (const name of names) {
    const beganMs = performance.now();
    try {
      if (beganMs > lastStartMs) throw new Error('no time is left for it; ROWS names those to measure');
      lines.push(...(await measureRow(name, shared)));
      console.log(`  ${name}: measured in ${Math.round((performance.now() - beganMs) / 1000)} s`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`  ${name}: NOT MEASURED: ${String(error)}`);
    }
  }
  return lines;
}

setTimeout(() => {
  console.log(`The bench takes more than ${LIMIT_MS / 60_000} minutes; it ends.`);
  process.exit(1);
}, LIMIT_MS).unref();
// An exit by `process.exit` also ends all programs that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const teardowns = new Teardowns();
try {
  const lines = await measureAll(teardowns);
  console.table(lines);
  console.log(`Medians of ${rounds.count} rounds on ${machine()}; load by ${loadGenerator}.`);
} finally {
  await teardowns.run();
}
